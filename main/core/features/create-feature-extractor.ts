import type { Kernels } from '../kernels/kernels.ts';
import { createPasses } from './create-passes.ts';
import type { FeatureExtractor, FeatureExtractorOptions } from './feature-extractor.ts';
import { planFeatures } from './feature-plan.ts';
import { setFeatures } from './feature-sets.ts';
import { inputTile } from './input-tile.ts';
import { F32, stripLayout } from './strip.ts';

/**
 * Rows computed in one go: enough that the one row more above and below that a Sobel filter needs costs little, few enough
 * that a strip's buffers stay near the second-level cache, and a multiple of what the forest judges at once (8).
 */
const STRIP_ROWS = 32;

/** Elements behind a plane that the kernels may write: they round a row's columns up to 16. */
const PLANE_SLACK = 16;

/**
 * Allocates all memory an extractor needs from the arena; it lives until the arena is reset.
 * Memory: about (channels × (maxWidth + 130) × (maxHeight + 70) + planes × maxWidth × 32) × 4 bytes,
 * and 8 bytes for each sample of one channel as read; sets that keep rows from strip to strip need more (see their passes).
 */
export function createFeatureExtractor(kernels: Kernels, options: FeatureExtractorOptions): FeatureExtractor {
  const { set, channels, maxWidth, maxHeight } = options;
  const plan = planFeatures(setFeatures(set));
  const layout = stripLayout(maxWidth, plan.halo);
  const input = inputTile(kernels, layout, plan.halo, channels, maxWidth, maxHeight);
  const passes = createPasses(kernels, layout, { channels, maxRows: STRIP_ROWS }, plan);
  const perSet = plan.planeOf.length;
  const perChannel = plan.planes.length;
  const planes = channels * perChannel;
  const output = kernels.arena.allocZeroed(planes * (maxWidth * STRIP_ROWS + PLANE_SLACK) * F32);
  let width = 0;
  let height = 0;
  let tile = 0;

  return {
    halo: plan.halo,
    features: channels * perSet,
    planes,
    planeOf: Uint16Array.from(
      { length: channels * perSet },
      (_, f) => Math.floor(f / perSet) * perChannel + plan.planeOf[f % perSet]!,
    ),
    stripRows: STRIP_ROWS,
    loadInput(block, place) {
      tile++;
      input.load(block, place);
      width = place.tile.width;
      height = place.tile.height;
    },
    compute(firstRow, rows) {
      if (firstRow < 0 || rows < 1 || rows > STRIP_ROWS || firstRow + rows > height) {
        throw new RangeError(`Rows ${firstRow} … ${firstRow + rows - 1} are not at most ${STRIP_ROWS} of the tile's ${height}.`);
      }
      const planeStride = width * rows + PLANE_SLACK;
      for (let channel = 0; channel < channels; channel++) {
        const first = output + channel * perChannel * planeStride * F32;
        const strip = {
          tile,
          channel,
          firstRow,
          width,
          rows,
          input: input.at(channel, firstRow),
          planes: plan.planes.map((_, plane) => first + plane * planeStride * F32),
        };
        for (const pass of passes) pass(strip);
      }
      return { pointer: output, planes, width, height: rows, planeStride };
    },
  };
}
