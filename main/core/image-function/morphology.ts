import { allocatePixels, type PixelArray, type PixelType } from '../model/image.ts';

/** Samples of masks or labels, whole numbers from 0 on, shape (height, width). */
export interface LabelBlock {
  readonly width: number;
  readonly height: number;
  readonly values: PixelArray;
  readonly type: PixelType;
}

/** Further than any element reaches. */
const FAR = 255;

/**
 * Erosion of each class by itself: a pixel keeps its value where all pixels under the element (see halfWidths) have it, else it is
 * 0. Pixels outside the block are not asked, so that objects are not worn away at the edge of the image; a block inside the image
 * needs a halo of the element's reach. Masks: binary erosion. `kept` are samples that stay where they are not 0. Cost: the
 * element's rows per pixel.
 */
export function erode(
  { width, height, values, type }: LabelBlock,
  widths: readonly number[],
  kept: PixelArray | null = null,
): PixelArray {
  const out = allocatePixels(type, width * height);
  // Pixels to the nearer side that have the value of the pixel.
  const reach = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) rowReach(values, reach, y * width, width);
  const rows = widths.length - 1;
  for (let y = 0; y < height; y++) {
    const [first, last] = [Math.max(0, y - rows), Math.min(height - 1, y + rows)];
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const value = values[at]!;
      if (kept !== null && kept[at] !== 0) {
        out[at] = kept[at]!;
        continue;
      }
      if (value === 0) continue;
      let stays = true;
      for (let row = first; row <= last && stays; row++) {
        const other = row * width + x;
        stays = values[other] === value && reach[other]! >= widths[Math.abs(row - y)]!;
      }
      if (stays) out[at] = value;
    }
  }
  return out;
}

function rowReach(values: PixelArray, reach: Uint8Array, start: number, width: number): void {
  for (let from = 0; from < width; ) {
    const value = values[start + from];
    let to = from + 1;
    while (to < width && values[start + to] === value) to++;
    for (let x = from; x < to; x++) {
      const left = from === 0 ? FAR : x - from;
      const right = to === width ? FAR : to - 1 - x;
      reach[start + x] = Math.min(FAR, left, right);
    }
    from = to;
  }
}

const NONE = 0xffff_ffff;

/**
 * Dilation of all classes at once: a pixel that is 0 gets the least value other than 0 under the element (see halfWidths); pixels
 * that have a class keep it. Nothing comes from outside the block; a block inside the image needs a halo of the element's reach.
 * Masks: binary dilation. Cost: three times the element's reach per pixel.
 */
export function dilate({ width, height, values, type }: LabelBlock, widths: readonly number[]): PixelArray {
  const nearest = new Uint32Array(width * height).fill(NONE);
  let row = new Uint32Array(width);
  let wider = new Uint32Array(width);
  const rows = widths.length - 1;
  for (let y = 0; y < height; y++) {
    let any = false;
    for (let x = 0; x < width; x++) {
      const value = values[y * width + x]!;
      row[x] = value === 0 ? NONE : value;
      any ||= value !== 0;
    }
    if (!any) continue;
    let reached = 0;
    // Half widths grow towards the middle row, so that each window of a row is made out of the one before.
    for (let dy = rows; dy >= 0; dy--) {
      for (; reached < widths[dy]!; reached++) {
        widen(row, wider);
        [row, wider] = [wider, row];
      }
      if (y >= dy) takeLeast(nearest, (y - dy) * width, row);
      if (dy > 0 && y + dy < height) takeLeast(nearest, (y + dy) * width, row);
    }
  }
  const out = allocatePixels(type, width * height);
  for (let i = 0; i < out.length; i++) {
    const value = values[i]!;
    out[i] = value !== 0 ? value : nearest[i] === NONE ? 0 : nearest[i]!;
  }
  return out;
}

/** The least of each sample and its two neighbours. */
function widen(row: Uint32Array, out: Uint32Array): void {
  const last = row.length - 1;
  for (let x = 0; x <= last; x++) {
    let least = row[x]!;
    if (x > 0 && row[x - 1]! < least) least = row[x - 1]!;
    if (x < last && row[x + 1]! < least) least = row[x + 1]!;
    out[x] = least;
  }
}

function takeLeast(into: Uint32Array, start: number, row: Uint32Array): void {
  for (let x = 0; x < row.length; x++) if (row[x]! < into[start + x]!) into[start + x] = row[x]!;
}

/** Opening of each class by itself: what the element fits into. Halo: twice the reach. */
export function open(block: LabelBlock, widths: readonly number[]): PixelArray {
  return dilate({ ...block, values: erode(block, widths) }, widths);
}

/** Closing: dilation, then erosion of what came with it; pixels that have a class keep it. Halo: twice the reach. */
export function close(block: LabelBlock, widths: readonly number[]): PixelArray {
  return erode({ ...block, values: dilate(block, widths) }, widths, block.values);
}
