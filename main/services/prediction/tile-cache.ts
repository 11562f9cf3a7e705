import { createBudgetedCache } from '../budgeted-cache.ts';
import type { ScratchFile, ScratchFiles } from '../ports.ts';

/** A family of tiles of one size: one model, image, plane, level and kind of result. */
export interface TileGroup {
  readonly key: string;
  /** The most bytes a tile of it has. */
  readonly slotBytes: number;
}

/** Computed tiles, in memory up to a budget, beyond it in scratch files. What is lost is computed again by who needs it. */
export interface TileCache {
  get(group: TileGroup, index: number): Promise<Uint8Array | undefined>;
  /** Resolves when there is room for more. `bytes` belongs to the cache afterwards. */
  put(group: TileGroup, index: number, bytes: Uint8Array): Promise<void>;
  /** Forgets every group whose key starts with `prefix`. */
  forget(prefix: string): Promise<void>;
  close(): Promise<void>;
}

export interface TileCacheLimits {
  readonly memoryBytes: number;
  readonly scratchBytes: number;
}

interface Spilled {
  readonly file: ScratchFile;
  readonly lengths: Map<number, number>;
  readonly slotBytes: number;
}

interface Entry {
  readonly group: TileGroup;
  readonly index: number;
  readonly bytes: Uint8Array;
}

export function createTileCache(scratch: ScratchFiles, limits: TileCacheLimits): TileCache {
  const leaving = new Map<string, Entry>();
  const files = new Map<string, Promise<Spilled | null>>();
  let spilling: Promise<void> = Promise.resolve();
  let scratchUsed = 0;
  const name = (group: TileGroup, index: number): string => `${group.key}#${index}`;

  const memory = createBudgetedCache<Entry>(limits.memoryBytes, (key, entry) => {
    leaving.set(key, entry);
    spilling = spilling.then(() => spill(entry)).finally(() => leaving.delete(key));
  });

  async function fileOf(group: TileGroup): Promise<Spilled | null> {
    const known = files.get(group.key);
    if (known !== undefined) return known;
    const created = scratch.create().then(
      (file) => ({ file, lengths: new Map<number, number>(), slotBytes: group.slotBytes }),
      () => null,
    );
    files.set(group.key, created);
    return created;
  }

  /** A full or forbidden disk only means that the tile is computed again when it is wanted again. */
  async function spill({ group, index, bytes }: Entry): Promise<void> {
    const spilled = await fileOf(group);
    if (spilled === null || spilled.lengths.has(index)) return;
    for (const oldest of files.keys()) {
      if (scratchUsed + group.slotBytes <= limits.scratchBytes || oldest === group.key) break;
      await closeFile(oldest);
    }
    if (scratchUsed + group.slotBytes > limits.scratchBytes) return;
    const written = await spilled.file.write(bytes, index * group.slotBytes).then(
      () => true,
      () => false,
    );
    if (!written || files.get(group.key) === undefined) return;
    spilled.lengths.set(index, bytes.length);
    scratchUsed += group.slotBytes;
  }

  async function closeFile(key: string): Promise<void> {
    const spilled = await files.get(key);
    files.delete(key);
    if (!spilled) return;
    scratchUsed -= spilled.lengths.size * spilled.slotBytes;
    await spilled.file.close();
  }

  return {
    async get(group, index) {
      const key = name(group, index);
      const near = memory.get(key) ?? leaving.get(key);
      if (near !== undefined) return near.bytes;
      const spilled = await files.get(group.key);
      const length = spilled?.lengths.get(index);
      if (!spilled || length === undefined) return undefined;
      const bytes = new Uint8Array(length);
      try {
        await spilled.file.read(bytes, index * group.slotBytes);
      } catch {
        return undefined;
      }
      return bytes;
    },
    async put(group, index, bytes) {
      memory.set(name(group, index), { group, index, bytes }, bytes.length);
      await spilling;
    },
    async forget(prefix) {
      await spilling;
      for (const key of memory.keys()) if (key.startsWith(prefix)) memory.delete(key);
      for (const key of [...files.keys()]) if (key.startsWith(prefix)) await closeFile(key);
    },
    async close() {
      memory.clear();
      await spilling;
      for (const key of [...files.keys()]) await closeFile(key);
    },
  };
}
