import type { PixelArray } from '#core/model/image.ts';

/** Decoded pieces of images that were used last, up to a budget of bytes. A piece is named by its owner and a number. */
export interface ChunkCache {
  get(owner: object, key: number): PixelArray | undefined;
  set(owner: object, key: number, pixels: PixelArray): void;
  /** Forgets everything of one owner. */
  drop(owner: object): void;
  /** Bytes held now. */
  bytes(): number;
}

interface Entry {
  readonly owner: object;
  readonly key: number;
  readonly pixels: PixelArray;
}

/** A piece larger than the whole budget is kept until the next one comes, so that its neighbours in time find it. */
export function createChunkCache(budget: number): ChunkCache {
  /** Of each owner by key; */
  const owners = new Map<object, Map<number, Entry>>();
  /** and all together, the one used last at the end. */
  const order = new Set<Entry>();
  let held = 0;

  const forget = (entry: Entry): void => {
    order.delete(entry);
    const entries = owners.get(entry.owner);
    entries?.delete(entry.key);
    if (entries?.size === 0) owners.delete(entry.owner);
    held -= entry.pixels.byteLength;
  };
  return {
    get(owner, key) {
      const entry = owners.get(owner)?.get(key);
      if (entry === undefined) return undefined;
      order.delete(entry);
      order.add(entry);
      return entry.pixels;
    },
    set(owner, key, pixels) {
      const before = owners.get(owner)?.get(key);
      if (before !== undefined) forget(before);
      const entries = owners.get(owner) ?? new Map<number, Entry>();
      owners.set(owner, entries);
      const entry = { owner, key, pixels };
      entries.set(key, entry);
      order.add(entry);
      held += pixels.byteLength;
      for (const oldest of order) {
        if (held <= budget || order.size === 1) break;
        forget(oldest);
      }
    },
    drop(owner) {
      for (const entry of [...(owners.get(owner)?.values() ?? [])]) forget(entry);
    },
    bytes: () => held,
  };
}
