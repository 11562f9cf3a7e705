import type { ChannelDisplay, PixelBlock } from '#core/model/image.ts';

export interface Thumbnail {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

/** Longer side of a thumbnail in pixels. */
export const THUMBNAIL_EDGE = 96;

/**
 * A small picture of a block, shape (channels, height, width), as the viewer would show it: the mean of the pixels under each
 * thumbnail pixel, windowed, raised to 1/gamma, coloured, and added over the visible channels. Never larger than the block.
 */
export function renderThumbnail(block: PixelBlock, display: readonly ChannelDisplay[]): Thumbnail {
  const scale = Math.min(1, THUMBNAIL_EDGE / Math.max(block.width, block.height));
  const width = Math.max(1, Math.round(block.width * scale));
  const height = Math.max(1, Math.round(block.height * scale));
  const light = new Float32Array(width * height * 3);
  for (let c = 0; c < block.channels; c++) {
    const shown = display[c];
    if (shown === undefined || !shown.visible) continue;
    const color = [shown.color >> 16, (shown.color >> 8) & 255, shown.color & 255];
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const mean = meanUnder(block, c, x, y, width, height);
        const level = Math.min(1, Math.max(0, (mean - shown.min) / (shown.max - shown.min || 1))) ** (1 / shown.gamma);
        for (let k = 0; k < 3; k++) light[(y * width + x) * 3 + k] += level * color[k]!;
      }
    }
  }
  const rgba = new Uint8Array(width * height * 4);
  for (let i = 0; i < width * height; i++) {
    for (let k = 0; k < 3; k++) rgba[4 * i + k] = Math.min(255, Math.round(light[3 * i + k]!));
    rgba[4 * i + 3] = 255;
  }
  return { width, height, rgba };
}

function meanUnder(block: PixelBlock, channel: number, x: number, y: number, width: number, height: number): number {
  const left = Math.floor((x * block.width) / width);
  const right = Math.max(left + 1, Math.floor(((x + 1) * block.width) / width));
  const top = Math.floor((y * block.height) / height);
  const bottom = Math.max(top + 1, Math.floor(((y + 1) * block.height) / height));
  let sum = 0;
  for (let row = top; row < bottom; row++) {
    const at = (channel * block.height + row) * block.width;
    for (let column = left; column < right; column++) sum += block.data[at + column]!;
  }
  return sum / ((right - left) * (bottom - top));
}
