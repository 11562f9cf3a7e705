/** Least recently used tiles leave first when the budget is exceeded. */
export interface TileCache<T> {
  /** The tile, now the most recently used. */
  get(key: string): T | undefined;
  has(key: string): boolean;
  set(key: string, value: T, bytes: number): void;
  delete(key: string): void;
  /** Drops tiles until the budget is kept, but none that `keep` names: what is on screen stays, whatever it costs. */
  trim(keep: (key: string, value: T) => boolean): void;
  clear(): void;
  /** All tiles, least recently used first; looking at them is no use. */
  entries(): [string, T][];
  bytes(): number;
}

export function createTileCache<T>(budgetBytes: number, dropped: (value: T) => void): TileCache<T> {
  // A Map keeps insertion order, so its first entry is the least recently used.
  const entries = new Map<string, { readonly value: T; readonly bytes: number }>();
  let total = 0;

  const remove = (key: string): void => {
    const entry = entries.get(key);
    if (!entry) return;
    entries.delete(key);
    total -= entry.bytes;
    dropped(entry.value);
  };

  return {
    get: (key) => {
      const entry = entries.get(key);
      if (!entry) return undefined;
      entries.delete(key);
      entries.set(key, entry);
      return entry.value;
    },
    has: (key) => entries.has(key),
    set: (key, value, bytes) => {
      remove(key);
      entries.set(key, { value, bytes });
      total += bytes;
    },
    delete: remove,
    trim: (keep) => {
      for (const [key, { value }] of entries) {
        if (total <= budgetBytes) return;
        if (!keep(key, value)) remove(key);
      }
    },
    clear: () => {
      for (const key of [...entries.keys()]) remove(key);
    },
    entries: () => [...entries].map(([key, { value }]) => [key, value]),
    bytes: () => total,
  };
}
