/** Adds the pixels of each class value of a label tile to `counts` (length 256, by value; 0 = unlabelled). */
export function countClasses(tile: Uint8Array, counts: Float64Array): void {
  for (let i = 0; i < tile.length; i++) counts[tile[i]!]!++;
}
