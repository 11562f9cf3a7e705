import type { ReplacementFile } from '../writing/replacement-file.ts';
import type { Spilled, SpillFile } from '../writing/spill-file.ts';

/** Where the tiles of a file are: offset and length by number. */
export interface TilePlaces {
  readonly offsets: Float64Array;
  readonly byteCounts: Float64Array;
}

export interface OrderedTiles extends TilePlaces {
  /** Hands over tile `number`, compressed. */
  add(number: number, bytes: Uint8Array): Promise<void>;
  /** Place behind the last tile written. */
  end(): number;
}

/**
 * Appends tiles to the file in the order of their numbers, whatever the order in which they come, so that the bytes of the file
 * never depend on it. Tiles that come early wait in memory up to `memoryBytes`, then on disk.
 */
export function createOrderedTiles(
  count: number,
  start: number,
  file: ReplacementFile,
  memoryBytes: number,
  spill: SpillFile,
): OrderedTiles {
  const offsets = new Float64Array(count);
  const byteCounts = new Float64Array(count);
  const waiting = new Map<number, Uint8Array | Spilled>();
  let held = 0;
  let next = 0;
  let end = start;
  let queue: Promise<void> = Promise.resolve();

  async function append(number: number, bytes: Uint8Array): Promise<void> {
    await file.write(bytes, end);
    offsets[number] = end;
    byteCounts[number] = bytes.length;
    end += bytes.length;
  }

  async function place(number: number, bytes: Uint8Array): Promise<void> {
    if (number !== next) {
      const keep = held + bytes.length <= memoryBytes;
      waiting.set(number, keep ? bytes : await spill.put(bytes));
      if (keep) held += bytes.length;
      return;
    }
    await append(next++, bytes);
    for (let known = waiting.get(next); known !== undefined; known = waiting.get(next)) {
      waiting.delete(next);
      const early = known;
      if (early instanceof Uint8Array) held -= early.length;
      await append(next++, early instanceof Uint8Array ? early : await spill.take(early));
    }
  }

  return {
    offsets,
    byteCounts,
    add(number, bytes) {
      queue = queue.then(() => place(number, bytes));
      return queue;
    },
    end: () => end,
  };
}
