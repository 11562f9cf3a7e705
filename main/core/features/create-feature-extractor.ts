import type { Kernels } from '../kernels/kernels.ts';
import type { ShortTarget } from './arrange-short-filters.ts';
import type { FeatureExtractor, FeatureExtractorOptions } from './feature-extractor.ts';
import { type FeaturePlan, linearFilter, planFeatures } from './feature-plan.ts';
import { SET_FEATURES } from './feature-sets.ts';
import { inputTile } from './input-tile.ts';
import { type AlongTarget, longFilterPass } from './long-filter-pass.ts';
import { type MeanTarget, meanPass } from './mean-pass.ts';
import { type HalfFilter, radiusOf, sameFilter } from './separable-filter.ts';
import { SHORT_RADIUS, shortFilterPass } from './short-filter-pass.ts';
import { sobelPass } from './sobel-pass.ts';
import { allocRows, F32, type Pass, type StripLayout, stripLayout } from './strip.ts';

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
 * and 8 bytes for each sample of one channel as read.
 */
export function createFeatureExtractor(kernels: Kernels, options: FeatureExtractorOptions): FeatureExtractor {
  const { set, channels, maxWidth, maxHeight } = options;
  const plan = planFeatures(SET_FEATURES[set]);
  const layout = stripLayout(maxWidth, plan.halo);
  const input = inputTile(kernels, layout, plan.halo, channels, maxWidth, maxHeight);
  const passes = createPasses(kernels, layout, plan);
  const perSet = plan.planeOf.length;
  const perChannel = plan.planes.length;
  const planes = channels * perChannel;
  const output = kernels.arena.allocZeroed(planes * (maxWidth * STRIP_ROWS + PLANE_SLACK) * F32);
  let width = 0;
  let height = 0;

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

/** The steps that make all planes of one channel, in order. */
function createPasses(kernels: Kernels, layout: StripLayout, plan: FeaturePlan): Pass[] {
  const short: ShortTarget[] = [];
  const long: { down: HalfFilter; targets: AlongTarget[] }[] = [];
  const means: MeanTarget[] = [];
  const sobels: Pass[] = [];
  const copies: Pass[] = [];

  for (const [plane, feature] of plan.planes.entries()) {
    if (feature.family === 'mean') means.push({ sizePx: feature.sizePx, plane });
    const sobel =
      feature.family === 'gaussian'
        ? plan.planes.findIndex((other) => other.family === 'sobel' && other.sigmaPx === feature.sigmaPx)
        : -1;
    const filter = linearFilter(feature);
    const feedsSobel = sobel >= 0 && filter !== undefined;
    const work = feedsSobel ? allocRows(kernels.arena, layout, STRIP_ROWS + 1, 1) : undefined;
    const target = work === undefined ? { plane } : { plane, work };
    if (sobel >= 0) sobels.push(sobelPass(kernels, layout, work ?? null, sobel, plane));
    else if (feature.family === 'gaussian' && feature.sigmaPx === 0) copies.push(copyPass(kernels, layout, plane));
    if (filter === undefined) continue;
    const { down, along } = filter.main;
    if (Math.max(radiusOf(down), radiusOf(along)) <= SHORT_RADIUS) {
      short.push({ ...target, filter });
      continue;
    }
    const together = long.find((other) => sameFilter(other.down, down));
    if (together) together.targets.push({ ...target, along });
    else long.push({ down, targets: [{ ...target, along }] });
  }

  return [
    ...(short.length > 0 ? [shortFilterPass(kernels, layout, short)] : []),
    ...long.map(({ down, targets }) => longFilterPass(kernels, layout, STRIP_ROWS, down, targets)),
    ...(means.length > 0 ? [meanPass(kernels, layout, STRIP_ROWS, means)] : []),
    ...sobels,
    ...copies,
  ];
}

/** The input itself as a plane, where no Sobel pass copies it. */
function copyPass({ wasm }: Kernels, layout: StripLayout, plane: number): Pass {
  return ({ input, width, rows, planes }) => {
    for (let y = 0; y < rows; y++) wasm.convertFloat32(planes[plane]! + y * width * F32, input + y * layout.stride * F32, width);
  };
}
