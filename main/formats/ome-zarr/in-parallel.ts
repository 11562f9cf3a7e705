/** Runs an action for each item, `atOnce` of them at a time. Rejects with the first error, after those begun have ended. */
export async function inParallel<T>(
  items: Iterable<T>,
  atOnce: number,
  action: (item: T, i: number) => Promise<void>,
): Promise<void> {
  const rest = items[Symbol.iterator]();
  let next = 0;
  const failures: unknown[] = [];
  const run = async (): Promise<void> => {
    while (failures.length === 0) {
      const item = rest.next();
      if (item.done) return;
      await action(item.value, next++).catch((error: unknown) => {
        failures.push(error);
      });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, run));
  if (failures.length > 0) throw failures[0];
}
