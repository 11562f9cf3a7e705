/** Values kept up to a number of bytes; the one not used for longest goes first. */
export interface BudgetedCache<T> {
  readonly bytes: number;
  get(key: string): T | undefined;
  set(key: string, value: T, bytes: number): void;
  delete(key: string): void;
  keys(): string[];
  clear(): void;
}

/** `onDrop` is told what had to go to make room; what is deleted or replaced on purpose is not reported. */
export function createBudgetedCache<T>(limitBytes: number, onDrop?: (key: string, value: T) => void): BudgetedCache<T> {
  const entries = new Map<string, { value: T; bytes: number }>();
  let total = 0;
  const remove = (key: string): void => {
    total -= entries.get(key)?.bytes ?? 0;
    entries.delete(key);
  };
  return {
    get bytes() {
      return total;
    },
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      entries.delete(key);
      entries.set(key, entry);
      return entry.value;
    },
    set(key, value, bytes) {
      remove(key);
      entries.set(key, { value, bytes });
      total += bytes;
      for (const [oldest, entry] of entries) {
        if (total <= limitBytes || oldest === key) break;
        remove(oldest);
        onDrop?.(oldest, entry.value);
      }
    },
    delete: remove,
    keys: () => [...entries.keys()],
    clear() {
      entries.clear();
      total = 0;
    },
  };
}
