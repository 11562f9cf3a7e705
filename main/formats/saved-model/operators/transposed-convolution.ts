import { OperatorRefusal, SavedModelDamage } from '../damage.ts';
import { textAttribute } from '../graph/attribute-of.ts';
import type { Call, Operators } from '../graph/conversion.ts';
import type { Dim } from '../graph/dim.ts';
import { extents, tensor } from '../graph/operands.ts';
import type { Value } from '../graph/value.ts';
import { asImage, imageAxes, imageShape, perSpatialAxis } from './image-axes.ts';
import { kernelOf, kernelOrder, turnedKernel } from './kernel.ts';

/**
 * The gradient of a convolution, which layers use to enlarge images. Inputs are the shape of the result, the kernel (height, width,
 * channels out, channels in) and the image. In full it gives (L − 1)·s + (k − 1)·d + 1 pixels; what the shape has less is cut off, as
 * the padding of the forward convolution says (half of it before for 'SAME'), what it has more is added behind.
 */
function transposedConvolution(rank: number) {
  return (call: Call): Value => {
    const { dims, onnx } = call.conversion;
    const image = tensor(call, 2);
    const axes = imageAxes(call, rank, image.shape.length);
    const wanted = extents(call, 0);
    const kernel = kernelOf(call, 1, rank);
    const [filters, channels] = [kernel.shape[rank - 2]!, kernel.shape[rank - 1]!];
    const actual = image.shape[axes.channel]!;
    if (typeof actual === 'number' && actual !== channels) {
      throw new SavedModelDamage(`the kernel of ${call.node.name} is for ${channels} channels but gets ${actual}`);
    }
    const strides = perSpatialAxis(call, axes, 'strides');
    const dilations = perSpatialAxis(call, axes, 'dilations');
    const size = kernel.shape.slice(0, rank - 2);
    // Some forms of the operator are told height and width alone.
    const outputs = wanted.length === rank ? axes.spatial.map((axis) => wanted[axis]!) : wanted;
    if (outputs.length !== axes.spatial.length) throw new SavedModelDamage(`the shape that ${call.node.name} makes is wrong`);
    const same = textAttribute(call, 'padding', 'VALID') === 'SAME';
    const cuts = axes.spatial.map((axis, i) => {
      const full = dims.add(dims.multiply(dims.subtract(image.shape[axis]!, 1), strides[i]!), (size[i]! - 1) * dilations[i]! + 1);
      return cutOf(dims.subtract(full, outputs[i]!), same, strides[i]!);
    });
    const given = asImage(call.conversion, image, axes);
    const added = cuts.map((cut) => cut.added);
    const attributes = {
      kernel_shape: size,
      strides,
      dilations,
      pads: [...cuts.map((cut) => cut.before), ...cuts.map((cut) => cut.after)],
      ...(added.some((extra) => extra > 0) && { output_padding: added }),
    };
    const [name] = onnx.emit('ConvTranspose', [given.name, turnedKernel(call, kernel.value, kernelOrder(rank))], attributes);
    return { ...given, name: name!, shape: imageShape(axes, image.shape[0]!, filters, outputs) };
  };
}

/** What to cut of the full result before and after it, and what to add behind. */
function cutOf(surplus: Dim, same: boolean, stride: number): { before: number; after: number; added: number } {
  if (typeof surplus !== 'number') throw new OperatorRefusal('to a size that does not follow from the size of the image');
  const total = Math.max(surplus, 0);
  const added = Math.max(-surplus, 0);
  if (added >= stride) throw new SavedModelDamage('a transposed convolution makes more pixels than it can');
  const before = same ? Math.floor(total / 2) : 0;
  return { before, after: total - before, added };
}

/** Convolutions that go backward. */
export const TRANSPOSED_OPERATORS: Operators = {
  Conv2DBackpropInput: transposedConvolution(4),
  Conv3DBackpropInputV2: transposedConvolution(5),
};
