import { OperatorRefusal, SavedModelDamage } from '../damage.ts';
import { integersAttribute, textAttribute } from '../graph/attribute-of.ts';
import type { Call } from '../graph/conversion.ts';
import type { Dim } from '../graph/dim.ts';
import type { ImageAxes } from './image-axes.ts';

export interface Window {
  /** Attributes of the ONNX node that say where windows lie. */
  readonly attributes: Readonly<Record<string, readonly number[] | string>>;
  /** Windows along each spatial axis. */
  readonly outputs: readonly Dim[];
}

interface WindowSize {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
}

/**
 * Where the windows of a convolution or pooling lie over `extents`. 'SAME' gives ceil(L / s) windows and pads
 * max((ceil(L / s) − 1)·s + (k − 1)·d + 1 − L, 0) in all, the smaller half before; where that depends on an extent that is not known,
 * it is left to the runtime.
 */
export function placeWindows(call: Call, axes: ImageAxes, extents: readonly Dim[], size: WindowSize): Window {
  const { kernel, strides, dilations } = size;
  const { dims } = call.conversion;
  const padding = textAttribute(call, 'padding', 'VALID');
  const reach = kernel.map((k, i) => (k - 1) * dilations[i]! + 1);
  const common = { kernel_shape: kernel, strides, ...(dilations.some((d) => d !== 1) && { dilations }) };
  if (padding === 'SAME') {
    const outputs = extents.map((extent, i) => dims.divideUp(extent, strides[i]!));
    const totals = extents.map((extent, i) => {
      if (strides[i] === 1) return reach[i]! - 1;
      const needed = dims.add(dims.multiply(dims.subtract(outputs[i]!, 1), strides[i]!), reach[i]!);
      return dims.subtract(needed, extent);
    });
    if (totals.every((total) => typeof total === 'number')) {
      const before = totals.map((total) => Math.floor(Math.max(total, 0) / 2));
      const after = totals.map((total, i) => Math.max(total, 0) - before[i]!);
      return { attributes: { ...common, pads: [...before, ...after] }, outputs };
    }
    if (dilations.some((d) => d !== 1)) throw new OperatorRefusal('with strides and dilations on images of any size');
    return { attributes: { ...common, auto_pad: 'SAME_UPPER' }, outputs };
  }
  const pads = padding === 'EXPLICIT' ? explicitPads(call, axes) : axes.spatial.map(() => [0, 0] as const);
  if (padding !== 'EXPLICIT' && padding !== 'VALID') throw new SavedModelDamage(`the padding of ${call.node.name} is ${padding}`);
  const outputs = extents.map((extent, i) => {
    const room = dims.add(extent, pads[i]![0] + pads[i]![1] - reach[i]!);
    return dims.add(dims.divide(room, strides[i]!), 1);
  });
  checkNotEmpty(call, outputs);
  return { attributes: { ...common, pads: [...pads.map(([before]) => before), ...pads.map(([, after]) => after)] }, outputs };
}

/** Throws SavedModelDamage where an image is smaller than the window. */
function checkNotEmpty({ node }: Call, outputs: readonly Dim[]): void {
  if (outputs.some((extent) => typeof extent === 'number' && extent < 1)) {
    throw new SavedModelDamage(`the window of ${node.name} is larger than the image it moves over`);
  }
}

function explicitPads(call: Call, { rank, spatial }: ImageAxes): (readonly [number, number])[] {
  const values = integersAttribute(call, 'explicit_paddings', []);
  if (values.length !== 2 * rank || values.some((value) => value < 0 || value > 2 ** 20)) {
    throw new SavedModelDamage(`the padding of ${call.node.name} is wrong`);
  }
  return spatial.map((axis) => [values[2 * axis]!, values[2 * axis + 1]!] as const);
}
