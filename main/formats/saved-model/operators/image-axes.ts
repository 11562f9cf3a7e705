import { OperatorRefusal, SavedModelDamage } from '../damage.ts';
import { integersAttribute, textAttribute } from '../graph/attribute-of.ts';
import type { Call, Conversion } from '../graph/conversion.ts';
import type { Dim } from '../graph/dim.ts';
import { toMoved, toPlain } from '../graph/layout.ts';
import type { Tensor } from '../graph/value.ts';

/** Where an operator on images finds its axes. */
export interface ImageAxes {
  readonly rank: number;
  readonly channel: number;
  /** Axes of height and width, with depth before them. */
  readonly spatial: readonly number[];
}

/** Axes by the attribute data_format (channels last where it is left out). Throws SavedModelDamage where the rank is another. */
export function imageAxes(call: Call, rank: number, actual: number = rank): ImageAxes {
  if (actual !== rank) throw new SavedModelDamage(`the node ${call.node.name} gets ${actual} axes instead of ${rank}`);
  const first = textAttribute(call, 'data_format', 'NHWC').startsWith('NC');
  const spatial = Array.from({ length: rank - 2 }, (_, i) => i + (first ? 2 : 1));
  return { rank, channel: first ? 1 : rank - 1, spatial };
}

/** The tensor as ONNX wants images: channels at position 1. */
export function asImage(conversion: Conversion, tensor: Tensor, { channel }: ImageAxes): Tensor {
  return channel === 1 ? toPlain(conversion, tensor) : toMoved(conversion, tensor);
}

/** A shape in the order of axes that TensorFlow has. */
export function imageShape({ channel, spatial, rank }: ImageAxes, batch: Dim, channels: Dim, extents: readonly Dim[]): Dim[] {
  const shape = new Array<Dim>(rank).fill(batch);
  shape[channel] = channels;
  for (const [i, axis] of spatial.entries()) shape[axis] = extents[i]!;
  return shape;
}

/** An attribute with one number per axis, of which those of batch and channels must be 1. */
export function perSpatialAxis(call: Call, { rank, channel, spatial }: ImageAxes, name: string): number[] {
  const values = integersAttribute(call, name, []);
  if (values.length === 0) return spatial.map(() => 1);
  if (values.length !== rank)
    throw new SavedModelDamage(`the attribute ${name} of ${call.node.name} has ${values.length} numbers`);
  if (values[0] !== 1 || values[channel] !== 1) throw new OperatorRefusal(`with ${name} along batch or channels`);
  const inner = spatial.map((axis) => values[axis]!);
  if (inner.some((value) => value < 1 || value > MOST))
    throw new SavedModelDamage(`the attribute ${name} of ${call.node.name} is wrong`);
  return inner;
}

/** Kernels and strides larger than this are no real ones. */
const MOST = 2 ** 20;
