import type { LevelInfo, PixelArray, PlaneIndex, Rect } from '#core/model/image.ts';
import { sceneOf } from '#core/model/scene.ts';
import { type SampleRange, sampleRange } from '#core/raster/sample-range.ts';
import type { ImageSource } from '../../services/ports.ts';
import type { JobContext } from '../job-context.ts';
import { openSource } from '../open-sources.ts';

/** Planes up to this many pixels are looked at whole. */
const WHOLE_PIXELS = 2048 * 2048;
const SAMPLE_EDGE = 256;
const SAMPLES_ACROSS = 8;
const BANDS = 16;
const BAND_ROWS = 64;

/**
 * Looks at the coarsest level of the file. Where that is large, it looks at 8 × 8 squares spread evenly over it, or at 16 bands
 * of rows where the file is stored in whole rows.
 */
export async function imageRange(
  { source, plane }: { source: ImageSource; plane: PlaneIndex },
  context: JobContext,
): Promise<readonly SampleRange[]> {
  const file = await openSource(source);
  const { levels } = sceneOf(file.info, plane.scene);
  const level = levels.length - 1;
  const rects = placesToLookAt(levels[level]!, file.info.chunk.width);
  const channels = file.info.channels.map((_, i) => i);
  const samples: PixelArray[][] = channels.map(() => []);
  for (const [i, rect] of rects.entries()) {
    context.throwIfCancelled();
    const { data } = await file.read({ plane, level, rect, channels });
    const area = rect.width * rect.height;
    for (const c of channels) samples[c]?.push(data.subarray(c * area, (c + 1) * area));
    context.progress(i + 1, rects.length);
  }
  return samples.map((blocks) => sampleRange(blocks));
}

function placesToLookAt({ width, height }: LevelInfo, chunkWidth: number): Rect[] {
  if (width * height <= WHOLE_PIXELS) return [{ x: 0, y: 0, width, height }];
  return chunkWidth >= width
    ? spread(width, height, { width, height: Math.min(BAND_ROWS, height) }, 1, BANDS)
    : spread(
        width,
        height,
        { width: Math.min(SAMPLE_EDGE, width), height: Math.min(SAMPLE_EDGE, height) },
        SAMPLES_ACROSS,
        SAMPLES_ACROSS,
      );
}

/** Rectangles of one size, the first and the last row and column of them touching the edges. */
function spread(width: number, height: number, size: { width: number; height: number }, across: number, down: number): Rect[] {
  const place = (i: number, count: number, free: number): number => (count === 1 ? 0 : Math.round((i * free) / (count - 1)));
  return Array.from({ length: across * down }, (_, i) => ({
    x: place(i % across, across, width - size.width),
    y: place(Math.floor(i / across), down, height - size.height),
    ...size,
  }));
}
