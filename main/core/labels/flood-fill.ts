import type { PixelArray, Rect } from '../model/image.ts';
import { maskRowBytes, setMaskBit } from './bit-mask.ts';

/**
 * The pixels reached from (x, y) over 4-connected neighbours whose value differs from the start's by at most `tolerance`, as a
 * bit mask over the whole block. `values` has shape (height, width); coordinates are those of the block. The value NaN is
 * never reached. Returns the tight box of the region, in coordinates of the block, and its mask.
 */
export function floodFill(
  values: PixelArray,
  width: number,
  height: number,
  x: number,
  y: number,
  tolerance: number,
): { box: Rect; mask: Uint8Array } {
  const reached = new Uint8Array(width * height);
  const start = values[y * width + x]!;
  const similar = (at: number): boolean => reached[at] === 0 && Math.abs(values[at]! - start) <= tolerance;
  // The start itself is always taken, even where its value is not a number.
  reached[y * width + x] = 1;
  const queue = [y * width + x];
  let [minX, maxX, minY, maxY] = [x, x, y, y];
  while (queue.length > 0) {
    const at = queue.pop()!;
    const px = at % width;
    const py = (at - px) / width;
    minX = Math.min(minX, px);
    maxX = Math.max(maxX, px);
    minY = Math.min(minY, py);
    maxY = Math.max(maxY, py);
    const visit = (next: number): void => {
      if (!similar(next)) return;
      reached[next] = 1;
      queue.push(next);
    };
    if (px > 0) visit(at - 1);
    if (px < width - 1) visit(at + 1);
    if (py > 0) visit(at - width);
    if (py < height - 1) visit(at + width);
  }
  const box = { x: minX, y: minY, width: maxX - minX + 1, height: maxY - minY + 1 };
  const rowBytes = maskRowBytes(box.width);
  const mask = new Uint8Array(rowBytes * box.height);
  for (let py = minY; py <= maxY; py++) {
    for (let px = minX; px <= maxX; px++) if (reached[py * width + px] === 1) setMaskBit(mask, rowBytes, px - minX, py - minY);
  }
  return { box, mask };
}
