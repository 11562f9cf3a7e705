import { allocatePixels, type ImageInfo, type LevelInfo, type PixelArray, type PixelBlock } from '#core/model/image.ts';
import { sceneOf } from '#core/model/scene.ts';
import { type AxisTaps, axisTaps, scaledSize, tapsExtent } from '#core/raster/resample-axis.ts';
import type { ImageFile } from '../services/ports.ts';

/**
 * An image as it would be with other pixels: `scale` times as many along each axis, all planes and channels, one level. Shrinking
 * takes the coarsest stored level that is still finer. Closing it leaves `file` open.
 */
export function scaledImageFile(file: ImageFile, scale: { readonly x: number; readonly y: number }): ImageFile {
  const scenes = Array.from({ length: file.info.sizeScene }, (_, scene) => {
    const { name, well, width, height } = sceneOf(file.info, scene);
    const size = { width: scaledSize(width, scale.x), height: scaledSize(height, scale.y) };
    return { name, ...size, levels: [{ ...size, downsample: 1 }], ...(well !== undefined && { well }) };
  });
  const [first] = scenes;
  const info: ImageInfo = { ...file.info, width: first!.width, height: first!.height, levels: first!.levels, scenes };
  return {
    info,
    async read({ plane, rect, channels }) {
      const { width, height } = scenes[plane.scene]!;
      const { levels } = sceneOf(file.info, plane.scene);
      const level = finestEnough(levels, width, height);
      const stored = levels[level]!;
      const across = axisTaps(stored.width, width, rect.x, rect.width);
      const down = axisTaps(stored.height, height, rect.y, rect.height);
      const columns = tapsExtent(across);
      const rows = tapsExtent(down);
      const source = { x: columns.from, y: rows.from, width: columns.count, height: rows.count };
      const block = await file.read({ plane, level, rect: source, channels });
      const data = allocatePixels(info.pixelType, channels.length * rect.width * rect.height);
      for (const k of channels.keys()) resample(block, k, source, across, down, data);
      return { width: rect.width, height: rect.height, channels: channels.length, data };
    },
    async close() {},
  };
}

/** The coarsest level that is not smaller than what is wanted. */
function finestEnough(levels: readonly LevelInfo[], width: number, height: number): number {
  return Math.max(
    0,
    levels.findLastIndex((level) => level.width >= width && level.height >= height),
  );
}

function resample(
  block: PixelBlock,
  channel: number,
  source: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  across: AxisTaps,
  down: AxisTaps,
  out: PixelArray,
): void {
  const columns = across.shares.length;
  const base = channel * source.width * source.height;
  const whole = !(out instanceof Float32Array || out instanceof Float64Array);
  const line = new Float64Array(source.width);
  let to = channel * columns * down.shares.length;
  for (const [j, shares] of down.shares.entries()) {
    line.fill(0);
    for (const [k, share] of shares.entries()) {
      const from = base + (down.first[j]! - source.y + k) * source.width;
      for (let x = 0; x < source.width; x++) line[x]! += share * block.data[from + x]!;
    }
    for (const [i, parts] of across.shares.entries()) {
      let sum = 0;
      for (let k = 0; k < parts.length; k++) sum += parts[k]! * line[across.first[i]! - source.x + k]!;
      out[to++] = whole ? Math.round(sum) : sum;
    }
  }
}
