/**
 * One tile along one axis. The network sees `size` samples from `start - before` on; of its answer the part from `before` on, `width`
 * samples long, is kept and stands for the samples from `start` on. Where the axis is shorter than the tile, what is seen reaches
 * beyond the image on both sides and is to be mirrored.
 */
export interface AxisTile {
  readonly start: number;
  readonly width: number;
  readonly before: number;
  readonly after: number;
}

/**
 * Divides `length` samples into the fewest tiles of `size` samples that overlap by at least `border` on each inner side. All tiles
 * of an axis at least as long as a tile lie inside it; the outer ones have no border there; inner borders differ by one sample at
 * most. A shorter axis has a single tile with the missing samples in front (the smaller half) and behind.
 *
 * Formula: ZEISS cztile, AlmostEqualBorderFixedTotalAreaStrategy, in integer form. Throws RangeError unless 0 ≤ 2·border < size
 * and length ≥ 1.
 */
export function planAxis(length: number, size: number, border: number): AxisTile[] {
  if (!(Number.isInteger(length) && length >= 1)) throw new RangeError(`An axis of ${length} samples has no tiles.`);
  if (!(Number.isInteger(size) && Number.isInteger(border) && border >= 0 && 2 * border < size)) {
    throw new RangeError(`Tiles of ${size} samples cannot have borders of ${border}.`);
  }
  if (length <= size) {
    const before = Math.floor((size - length) / 2);
    return [{ start: 0, width: length, before, after: size - length - before }];
  }
  const edge = size - border;
  const inner = size - 2 * border;
  const count = Math.ceil(Math.max(0, length - 2 * edge) / inner) + 2;
  const borders = 2 * count - 2;
  const spare = 2 * edge + (count - 2) * inner - length;
  /** Samples of the first `j` of all inner borders together. */
  const upTo = (j: number): number => Math.floor((j * (spare + border * borders)) / borders);
  const startOf = (k: number): number => (k === 0 ? 0 : k === count ? length : k * size - upTo(2 * k - 1));
  return Array.from({ length: count }, (_, k) => {
    const start = startOf(k);
    const width = startOf(k + 1) - start;
    const before = k === 0 ? 0 : k === count - 1 ? size - width : upTo(2 * k) - upTo(2 * k - 1);
    return { start, width, before, after: size - width - before };
  });
}

/** First and last (inclusive) of the tiles that hold any of the samples from `from` to before `to`. */
export function tilesOver(tiles: readonly AxisTile[], from: number, to: number): { first: number; last: number } {
  let first = 0;
  while (first + 1 < tiles.length && tiles[first + 1]!.start <= from) first++;
  let last = first;
  while (last + 1 < tiles.length && tiles[last + 1]!.start < to) last++;
  return { first, last };
}
