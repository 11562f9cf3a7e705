/** Float arrays in shared memory that are used again and again: making one costs as much as filling it. */
export interface SharedBuffers {
  /** An array of `length` values; what it holds is undefined. */
  take(length: number): Float32Array;
  give(array: Float32Array): void;
}

/** Arrays of one length that are kept for the next one, and lengths: those of the input and answer of two networks. */
const KEEP = 8;
const LENGTHS = 4;

export function createSharedBuffers(): SharedBuffers {
  const free = new Map<number, Float32Array[]>();
  return {
    take: (length) => free.get(length)?.pop() ?? new Float32Array(new SharedArrayBuffer(4 * length)),
    give(array) {
      const same = free.get(array.length) ?? [];
      if (same.length < KEEP) same.push(array);
      free.delete(array.length);
      free.set(array.length, same);
      for (const length of free.keys()) if (free.size > LENGTHS) free.delete(length);
    },
  };
}
