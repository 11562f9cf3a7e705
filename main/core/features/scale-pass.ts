import type { Kernels } from '../kernels/kernels.ts';
import { differenceTaps } from './difference-of-gaussians.ts';
import { gaussianHalf } from './gaussian.ts';
import { gaussianDerivatives } from './gaussian-derivatives.ts';
import { lineFilter } from './line-filter.ts';
import { rollingRows } from './rolling-rows.ts';
import type { ScaleTargets } from './scale-targets.ts';
import { byChunks, type ScratchRows } from './scratch-rows.ts';
import { F32, type Pass, roundUp, type StripLayout } from './strip.ts';

/** What passes that keep rows from strip to strip need to know of the extractor. */
export interface PassSizes {
  readonly channels: number;
  readonly maxRows: number;
}

/**
 * All Multi-scale features of one sigma from three filters down the columns (g, g′, g″), whose results the filters along the
 * rows share: the second derivatives make both the Laplacian and the eigenvalues, the first ones both the gradient and the
 * structure tensor. What the structure tensor needs beyond a strip's rows is kept for the next strip.
 */
export function scalePass(
  kernels: Kernels,
  layout: StripLayout,
  scratch: ScratchRows,
  sizes: PassSizes,
  targets: ScaleTargets,
): Pass {
  const { wasm, arena } = kernels;
  const { stride } = layout;
  const { sigmaPx, gaussian, difference, gradient, laplacian, tensor, hessian } = targets;
  const filter = (half: Parameters<typeof lineFilter>[2]) => lineFilter(kernels, layout, half);
  const { smooth, slope, curve } = gaussianDerivatives(sigmaPx);
  const g = filter(smooth);
  const g1 = filter(slope);
  const g2 = filter(curve);
  const taps = differenceTaps(sigmaPx);
  const narrow = filter(taps.narrow);
  const change = filter(taps.difference);
  const outer = filter(gaussianHalf(targets.outerSigmaPx));

  const margin = tensor === undefined ? 0 : outer.reach;
  const left = roundUp(margin, 4);
  const reach = left + roundUp(g.reach, 4);
  const slopes = gradient !== undefined || tensor !== undefined;
  const curves = laplacian !== undefined || hessian !== undefined;
  const rolled = rollingRows(arena, layout, { buffers: 6, ...sizes, margin });

  const work = [0, 1, 2, 3].map(scratch) as [number, number, number, number];

  /** Rows that are kept: filtered down, and what the gradient makes. */
  function fill(input: number, buffers: readonly number[], width: number, top: number, rows: number): void {
    const [down, down1, xx, xy, yy, magnitude] = buffers.map((pointer) => pointer + top * stride * F32) as Six;
    const from = input + (top * stride - reach) * F32;
    g.down(down - reach * F32, from, width + 2 * reach, rows);
    if (!slopes && hessian === undefined) return;
    g1.down(down1 - reach * F32, from, width + 2 * reach, rows);
    if (!slopes) return;
    const [x, y] = work;
    g1.along(x - left * F32, stride, down - left * F32, width + 2 * left, rows);
    g.along(y - left * F32, stride, down1 - left * F32, width + 2 * left, rows);
    if (gradient !== undefined) wasm.gradientMagnitude(magnitude, stride, x, y, stride, width, rows);
    if (tensor === undefined) return;
    const all = width + 2 * left;
    const [toXx, toXy, toYy, fromX, fromY] = [xx, xy, yy, x, y].map((pointer) => pointer - left * F32) as Five;
    wasm.gradientProducts(toXx, toXy, toYy, fromX, fromY, stride, all, rows);
  }

  return (strip) => {
    const { input, width, planes, channel } = strip;
    const { from, to } = rolled.advance(strip);
    const buffers = rolled.at(channel);
    byChunks(from, to, (top, rows) => fill(input, buffers, width, top, rows));

    byChunks(0, strip.rows, (top, rows) => {
      const [down, down1, xx, xy, yy, magnitude] = buffers.map((pointer) => pointer + top * stride * F32) as Six;
      const inPlane = (plane: number): number => planes[plane]! + top * width * F32;
      const wide = input + (top * stride - reach) * F32;

      if (gaussian !== undefined) g.along(inPlane(gaussian), width, down, width, rows);

      if (difference !== undefined) {
        const [changeDown, across, upright] = work;
        change.down(changeDown - reach * F32, wide, width + 2 * reach, rows);
        change.along(across, stride, down, width, rows);
        narrow.along(upright, stride, changeDown, width, rows);
        wasm.addPlanes(inPlane(difference), width, across, upright, stride, width, rows);
      }

      if (gradient !== undefined) {
        // A shift of 0 with a factor of a half is a copy.
        wasm.addShifted(inPlane(gradient), width, magnitude, stride, 0, 0.5, width, rows);
      }

      if (curves) {
        const [second, dxx, dxy, dyy] = work;
        g2.down(second - reach * F32, wide, width + 2 * reach, rows);
        g2.along(dxx, stride, down, width, rows);
        g.along(dyy, stride, second, width, rows);
        if (laplacian !== undefined) wasm.addPlanes(inPlane(laplacian), width, dxx, dyy, stride, width, rows);
        if (hessian !== undefined) {
          g1.along(dxy, stride, down1, width, rows);
          wasm.symmetricEigenvalues(inPlane(hessian.larger), inPlane(hessian.smaller), width, dxx, dxy, dyy, stride, width, rows);
        }
      }

      if (tensor !== undefined) {
        const averaged = [xx, xy, yy].map((products, i) => {
          outer.down(work[3] - left * F32, products - left * F32, width + 2 * left, rows);
          outer.along(work[i]!, stride, work[3], width, rows);
          return work[i]!;
        }) as Three;
        wasm.symmetricEigenvalues(inPlane(tensor.larger), inPlane(tensor.smaller), width, ...averaged, stride, width, rows);
      }
    });
  };
}

type Three = [number, number, number];
type Five = [number, number, number, number, number];
type Six = [number, number, number, number, number, number];
