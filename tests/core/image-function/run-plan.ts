import { buildStages } from '#core/image-function/build-stages.ts';
import type { Layout } from '#core/image-function/layout.ts';
import { createStripMerger, type RegionTable } from '#core/image-function/merge-strips.ts';

import { regionRule } from '#core/image-function/region-rule.ts';
import type { RegionStage } from '#core/image-function/region-stage.ts';
import type { Stage } from '#core/image-function/stage.ts';
import { allocatePixels, FIRST_PLANE, type PixelArray, type PixelType, type Rect } from '#core/model/image.ts';
import { parseFunction } from '#core/model/image-function.ts';
import { copyRegion } from '#core/raster/copy-region.ts';

/** An image of one plane in memory, shape (channels, height, width). */
export interface MemoryImage {
  readonly layout: Layout;
  readonly data: PixelArray;
}

export function memoryImage(
  width: number,
  height: number,
  data: PixelArray,
  pixelType: PixelType = 'uint8',
  names: readonly string[] = ['Labels'],
): MemoryImage {
  const layout: Layout = {
    name: 'test.tif',
    scenes: [{ name: 'Scene 1', width, height }],
    sizeZ: 1,
    sizeT: 1,
    channels: names.map((name) => ({ name, color: null })),
    rgb: false,
    pixelType,
    pixelSizeUm: { x: null, y: null, z: null },
  };
  return { layout, data };
}

function cut({ layout, data }: MemoryImage, { x, y, width, height }: Rect): PixelArray {
  const { width: wide, height: high } = layout.scenes[0]!;
  const out = allocatePixels(layout.pixelType, layout.channels.length * width * height);
  for (let channel = 0; channel < layout.channels.length; channel++) {
    copyRegion(data, (channel * high + y) * wide + x, wide, out, channel * width * height, width, width, height);
  }
  return out;
}

/** The last stage of a list of steps, with the tables of its region steps worked out strip by strip as the service does. */
export async function lastStage(
  steps: readonly string[],
  images: Readonly<Record<string, MemoryImage>>,
  stripRows = 512,
): Promise<Stage> {
  const plan = {
    steps: steps.map(parseFunction),
    inputs: Object.entries(images).map(([path, { layout }]) => ({ path, layout })),
    stripRows,
  };
  const inputs = Object.values(images);
  const tables: RegionTable[][] = [];
  const stages = buildStages(
    plan,
    async (input, _, rect) => cut(inputs[input]!, rect),
    (step, _, channel) => tables[step]![channel]!,
  );
  for (const [i, step] of plan.steps.entries()) {
    if (step.name !== 'scrap' && step.name !== 'fill-holes') continue;
    const stage = stages[i + 1] as RegionStage;
    const mergers = stage.layout.channels.map(() => createStripMerger(regionRule(step)));
    for (let strip = 0; strip < stage.strips(0); strip++) {
      for (const [channel, borders] of (await stage.borders(FIRST_PLANE, strip)).entries()) mergers[channel]!.add(borders);
    }
    tables[i] = mergers.map((merger) => merger.finish());
  }
  return stages.at(-1)!;
}

/** All pixels of what steps make of `images`; the first is the image, the keys are the paths that `with` names. */
export async function runSteps(steps: readonly string[], images: Readonly<Record<string, MemoryImage>>): Promise<PixelArray> {
  const stage = await lastStage(steps, images);
  const { width, height } = stage.layout.scenes[0]!;
  return stage.read(FIRST_PLANE, { x: 0, y: 0, width, height });
}
