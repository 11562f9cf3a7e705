import { allocatePixels, type PixelArray, type PixelType, type PlaneIndex, type Rect } from '../model/image.ts';
import type { ImageFunction } from '../model/image-function.ts';
import { copyRegion } from '../raster/copy-region.ts';
import { classPlace } from './class-place.ts';
import { convertPixels, PIXEL_RANGE } from './convert-pixels.ts';
import { halfWidths } from './element.ts';
import { type Layout, planeOver } from './layout.ts';
import type { RegionTable } from './merge-strips.ts';
import { close, dilate, erode, open } from './morphology.ts';
import { binaryOf, clearOutside, combineMasks, maskOf, onlyValue } from './pixel-functions.ts';
import { type FunctionPlan, inputOf, planeBefore, planSteps, regionOf, selectionOf } from './plan.ts';
import { isRegionFunction } from './region-rule.ts';
import { regionStage } from './region-stage.ts';
import { grown, type Stage } from './stage.ts';

/** Reads all channels of a rectangle of a plane of an input. */
export type ReadInput = (input: number, plane: PlaneIndex, rect: Rect) => Promise<PixelArray>;

/** The table of a region step for a plane after it and a channel. */
export type StepTable = (step: number, plane: PlaneIndex, channel: number) => RegionTable;

/**
 * The stages of a plan: the image itself, then what each step makes of it. Nothing is worked out before it is read; what is read
 * is exactly that part of what the step makes of the whole plane. Throws what planSteps throws.
 */
export function buildStages(plan: FunctionPlan, readInput: ReadInput, table: StepTable): Stage[] {
  const { layouts } = planSteps(plan);
  const stages: Stage[] = [{ layout: layouts[0], read: (plane, rect) => readInput(0, plane, rect) }];
  for (const [i, step] of plan.steps.entries()) {
    const before = stages[i]!;
    const layout = layouts[i + 1]!;
    const readSecond = secondReader(plan, step, readInput);
    stages.push(
      isRegionFunction(step)
        ? regionStage(before, step, (plane, channel) => table(i, plane, channel), plan.stripRows)
        : { layout, read: pixelsOf(step, before, layout, readSecond) },
    );
  }
  return stages;
}

type ReadSecond = { readonly layout: Layout; read(plane: PlaneIndex, rect: Rect): Promise<PixelArray> } | null;

function secondReader({ inputs }: FunctionPlan, step: ImageFunction, readInput: ReadInput): ReadSecond {
  if (!('with' in step)) return null;
  const index = inputOf(inputs, step.with);
  const { layout } = inputs[index]!;
  return { layout, read: (plane, rect) => readInput(index, planeOver(layout, plane), rect) };
}

function pixelsOf(step: ImageFunction, before: Stage, layout: Layout, second: ReadSecond): Stage['read'] {
  switch (step.name) {
    case 'mask':
    case 'extract': {
      const { channel, value } = classPlace(before.layout, step.class);
      return async (plane, rect) => {
        const pixels = await before.read(plane, rect);
        const area = rect.width * rect.height;
        if (channel !== null) {
          const own = pixels.slice(channel * area, (channel + 1) * area);
          return step.name === 'mask' ? binaryOf(own, false) : own;
        }
        return step.name === 'mask' ? maskOf(pixels, value) : onlyValue(pixels, value, layout.pixelType);
      };
    }
    case 'combine':
      return async (plane, rect) => combineMasks(await before.read(plane, rect), await second!.read(plane, rect), step.operation);
    case 'not':
      return async (plane, rect) => binaryOf(await before.read(plane, rect), true);
    case 'apply-mask':
      return async (plane, rect) =>
        clearOutside(await before.read(plane, rect), await second!.read(plane, rect), (sample) => sample !== 0);
    case 'min-confidence':
      return async (plane, rect) =>
        clearOutside(await before.read(plane, rect), await second!.read(plane, rect), (sample) => sample >= step.threshold);
    case 'pixel-type': {
      const [least, most] = PIXEL_RANGE[before.layout.pixelType];
      const range = step.rescale ? ([step.low ?? least, step.high ?? most] as const) : null;
      return async (plane, rect) => convertPixels(await before.read(plane, rect), step.type, range);
    }
    case 'add-channels':
      return async (plane, rect) => {
        const own = await before.read(plane, rect);
        const added = convertPixels(await second!.read(plane, rect), layout.pixelType, null);
        const all = allocatePixels(layout.pixelType, own.length + added.length);
        all.set(own as ArrayLike<number>);
        all.set(added as ArrayLike<number>, own.length);
        return all;
      };
    case 'subset':
      return subsetReader(step.subset, before, layout.pixelType);
    case 'scrap':
    case 'fill-holes':
      throw new Error(`${step.name} looks at whole objects.`);
    default:
      return morphologyReader(step, before);
  }
}

function subsetReader(subset: string, before: Stage, type: PixelType): Stage['read'] {
  const selected = selectionOf(subset, before.layout);
  const all = selected.channels.length === before.layout.channels.length;
  return async (plane, rect) => {
    const from = planeBefore({ name: 'subset', subset }, before.layout, plane);
    const region = regionOf(selected, before.layout, from.scene);
    const pixels = await before.read(from, { ...rect, x: rect.x + region.x, y: rect.y + region.y });
    if (all) return pixels;
    const area = rect.width * rect.height;
    const picked = allocatePixels(type, selected.channels.length * area);
    for (const [i, channel] of selected.channels.entries()) {
      picked.set(pixels.subarray(channel * area, (channel + 1) * area) as ArrayLike<number>, i * area);
    }
    return picked;
  };
}

const KERNELS = { erode, dilate, open, close };

function morphologyReader(step: Extract<ImageFunction, { element: string }>, before: Stage): Stage['read'] {
  const widths = halfWidths(step.element, step.count);
  const halo = step.name === 'open' || step.name === 'close' ? 2 * step.count : step.count;
  const kernel = KERNELS[step.name];
  const type = before.layout.pixelType;
  return async (plane, rect) => {
    const wide = grown(rect, halo, before.layout, plane.scene);
    const pixels = await before.read(plane, wide);
    const out = allocatePixels(type, before.layout.channels.length * rect.width * rect.height);
    const [area, wideArea] = [rect.width * rect.height, wide.width * wide.height];
    for (let channel = 0; channel < before.layout.channels.length; channel++) {
      const values = pixels.subarray(channel * wideArea, (channel + 1) * wideArea);
      const done = kernel({ width: wide.width, height: wide.height, values, type }, widths);
      const at = (rect.y - wide.y) * wide.width + rect.x - wide.x;
      copyRegion(done, at, wide.width, out, channel * area, rect.width, rect.width, rect.height);
    }
    return out;
  };
}
