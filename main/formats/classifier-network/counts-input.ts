import type { PixelType } from '#core/model/image.ts';
import { FULL_SCALE } from '#core/network/fill-input.ts';
import { reflect } from '#core/raster/reflect.ts';
import type { GraphWriter } from './graph-writer.ts';
import type { Plane } from './plane-graph.ts';

/** Largest magnitude that features are computed of; the kernels' conversion has the same limit (see main/kernels/features). */
const LARGEST = 1e30;

export interface CountsInput {
  /** Name of the graph's input, shape (batch, height, width, channels), values as a reader of .czann files feeds them. */
  readonly input: string;
  readonly height: number;
  readonly width: number;
  /** Channels of the input that stand for those of the classifier, in the classifier's order. */
  readonly order: readonly number[];
  /** Of the images it was trained on. */
  readonly pixelType: PixelType;
  /** Mirrored pixels around the tile. */
  readonly margin: number;
}

/**
 * From what a reader feeds (channels last, integers divided by the largest value of their type, floats as they are) to the samples
 * that the classifier was trained on, one plane per channel, with a mirrored border (… c b a | a b c …).
 *
 * The division leaves an integer off by a few units of the last place; rounding makes it exact up to 2^24, as float32 holds it.
 * Floats that are no numbers become 0 and magnitudes beyond 1e30 become 1e30, as in the native classifier.
 */
export function countsInput(writer: GraphWriter, { input, height, width, order, pixelType, margin }: CountsInput): Plane {
  let name = writer.emit('Transpose', [input], { perm: [0, 3, 1, 2] });
  if (order.some((channel, i) => channel !== i)) name = writer.emit('Gather', [name, writer.integers(order)], { axis: 1 });
  name = writer.emit('Reshape', [name, writer.integers([-1, 1, height, width])]);
  if (pixelType === 'float32' || pixelType === 'float64') {
    name = writer.emit('Where', [writer.emit('IsNaN', [name]), writer.scalar(0), name]);
    name = writer.emit('Clip', [name, writer.scalar(-LARGEST), writer.scalar(LARGEST)]);
  } else {
    name = writer.emit('Round', [writer.emit('Mul', [name, writer.scalar(FULL_SCALE[pixelType])])]);
  }
  // Pad's 'reflect' leaves the edge pixel out and stops at the far edge; indices do exactly what the native classifier does.
  for (const [axis, extent] of [[2, height] as const, [3, width] as const]) {
    const places = Array.from({ length: extent + 2 * margin }, (_, i) => reflect(i - margin, extent));
    name = writer.emit('Gather', [name, writer.integers(places)], { axis });
  }
  return { name, margin };
}
