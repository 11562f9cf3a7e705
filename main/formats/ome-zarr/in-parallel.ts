/** Runs an action for each item, `atOnce` of them at a time. Rejects with the first error, after those begun have ended. */
export async function inParallel<T>(
  items: readonly T[],
  atOnce: number,
  action: (item: T, i: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  let failure: { readonly error: unknown } | null = null;
  const run = async (): Promise<void> => {
    while (next < items.length && failure === null) {
      const i = next++;
      try {
        await action(items[i]!, i);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, run));
  if (failure !== null) throw (failure as { readonly error: unknown }).error;
}
