/**
 * Adds to `counts` (pixels per class value, length 256) what changes when `tile` is combined with `difference` by XOR: the
 * values lost are subtracted, the values gained added. `tile` holds the values before.
 */
export function countDifference(tile: Uint8Array, difference: Uint8Array, counts: Int32Array): void {
  for (let i = 0; i < tile.length; i++) {
    const change = difference[i]!;
    if (change === 0) continue;
    counts[tile[i]!]!--;
    counts[tile[i]! ^ change]!++;
  }
}
