import type { Kernels } from '../kernels/kernels.ts';
import type { ShortTarget } from './arrange-short-filters.ts';
import { type FeaturePlan, linearFilter } from './feature-plan.ts';
import { type AlongTarget, longFilterPass } from './long-filter-pass.ts';
import { type MeanTarget, meanPass } from './mean-pass.ts';
import { type PassSizes, scalePass } from './scale-pass.ts';
import { groupScales } from './scale-targets.ts';
import { scatteringPass } from './scattering-pass.ts';
import { scratchRows } from './scratch-rows.ts';
import { type HalfFilter, radiusOf, SHORT_RADIUS, sameFilter } from './separable-filter.ts';
import { shortFilterPass } from './short-filter-pass.ts';
import { sobelPass } from './sobel-pass.ts';
import { allocRows, F32, type Pass, type StripLayout } from './strip.ts';

/** The steps that make all planes of one channel, in order. */
export function createPasses(kernels: Kernels, layout: StripLayout, sizes: PassSizes, plan: FeaturePlan): Pass[] {
  const { maxRows } = sizes;
  const short: ShortTarget[] = [];
  const long: { down: HalfFilter; targets: AlongTarget[] }[] = [];
  const means: MeanTarget[] = [];
  const sobels: Pass[] = [];
  const copies: Pass[] = [];
  const scales = groupScales(plan.planes);
  const scratch = scratchRows(kernels.arena, layout);

  for (const [plane, feature] of plan.planes.entries()) {
    if (feature.family === 'mean') means.push({ sizePx: feature.sizePx, plane });
    if (scales.some((scale) => scale.gaussian === plane)) continue;
    const sobel =
      feature.family === 'gaussian'
        ? plan.planes.findIndex((other) => other.family === 'sobel' && other.sigmaPx === feature.sigmaPx)
        : -1;
    const filter = linearFilter(feature);
    const feedsSobel = sobel >= 0 && filter !== undefined;
    const work = feedsSobel ? allocRows(kernels.arena, layout, maxRows + 1, 1) : undefined;
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
    ...long.map(({ down, targets }) => longFilterPass(kernels, layout, maxRows, down, targets)),
    ...(means.length > 0 ? [meanPass(kernels, layout, maxRows, means)] : []),
    ...sobels,
    ...copies,
    ...scales.map((targets) => scalePass(kernels, layout, scratch, sizes, targets)),
    ...(plan.planes.some(({ family }) => family === 'scattering')
      ? [scatteringPass(kernels, layout, scratch, sizes, plan.planes)]
      : []),
  ];
}

/** The input itself as a plane, where no Sobel pass copies it. */
function copyPass({ wasm }: Kernels, layout: StripLayout, plane: number): Pass {
  return ({ input, width, rows, planes }) => {
    for (let y = 0; y < rows; y++) wasm.convertFloat32(planes[plane]! + y * width * F32, input + y * layout.stride * F32, width);
  };
}
