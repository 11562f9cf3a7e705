import { OperatorRefusal, SavedModelDamage } from '../damage.ts';
import { textAttribute } from '../graph/attribute-of.ts';
import type { Call, Operators } from '../graph/conversion.ts';
import type { Dim } from '../graph/dim.ts';
import { operand, tensor } from '../graph/operands.ts';
import type { Phases, Tensor, Value } from '../graph/value.ts';
import { asImage, type ImageAxes, imageAxes, imageShape, perSpatialAxis } from './image-axes.ts';
import { kernelOf, kernelOrder, turnedKernel } from './kernel.ts';
import { placeWindows } from './window.ts';

/** Kernels are (height, width, channels in, channels out) in TensorFlow, (out, in, height, width) in ONNX. */
function convolution(rank: number) {
  return (call: Call): Value => {
    const source = operand(call, 0);
    if (source.kind === 'phases') return dilated(call, source, rank);
    const image = tensor(call, 0);
    const axes = imageAxes(call, rank, image.shape.length);
    const kernel = kernelOf(call, 1, rank);
    const [channels, filters] = [kernel.shape[rank - 2]!, kernel.shape[rank - 1]!];
    const group = groupsOf(call, image.shape[axes.channel]!, channels, filters);
    const window = placeWindows(call, axes, extentsOf(image, axes), {
      kernel: kernel.shape.slice(0, rank - 2),
      strides: perSpatialAxis(call, axes, 'strides'),
      dilations: perSpatialAxis(call, axes, 'dilations'),
    });
    const given = asImage(call.conversion, image, axes);
    const weights = turnedKernel(call, kernel.value, kernelOrder(rank));
    const [name] = call.conversion.onnx.emit('Conv', [given.name, weights], { ...window.attributes, group });
    return { ...given, name: name!, shape: imageShape(axes, image.shape[0]!, filters, window.outputs) };
  };
}

function extentsOf({ shape }: Tensor, { spatial }: ImageAxes): Dim[] {
  return spatial.map((axis) => shape[axis]!);
}

function groupsOf({ node }: Call, channels: Dim, perGroup: number, filters: number): number {
  if (typeof channels !== 'number') return 1;
  const group = channels / perGroup;
  if (Number.isInteger(group) && group >= 1 && filters % group === 0) return group;
  throw new SavedModelDamage(`the kernel of ${node.name} is for ${perGroup} channels but gets ${channels}`);
}

/** (height, width, channels, multiplier) → (channels · multiplier, 1, height, width), one group per channel. */
function depthwise(call: Call): Value {
  const image = tensor(call, 0);
  const axes = imageAxes(call, 4, image.shape.length);
  const kernel = kernelOf(call, 1, 4);
  const [height, width, channels, multiplier] = kernel.shape as [number, number, number, number];
  if (image.shape[axes.channel] !== channels) {
    throw new SavedModelDamage(`the kernel of ${call.node.name} is for ${channels} channels but gets another number`);
  }
  const window = placeWindows(call, axes, extentsOf(image, axes), {
    kernel: [height, width],
    strides: perSpatialAxis(call, axes, 'strides'),
    dilations: perSpatialAxis(call, axes, 'dilations'),
  });
  const given = asImage(call.conversion, image, axes);
  const filters = channels * multiplier;
  const weights = turnedKernel(call, kernel.value, [2, 3, 0, 1], [filters, 1, height, width]);
  const [name] = call.conversion.onnx.emit('Conv', [given.name, weights], { ...window.attributes, group: channels });
  return { ...given, name: name!, shape: imageShape(axes, image.shape[0]!, filters, window.outputs) };
}

/** A convolution of the phases of an image is a dilated one of the image: phases, convolution and their undoing become one node. */
function dilated(call: Call, { source, block, pads }: Phases, rank: number): Phases {
  const axes = imageAxes(call, rank, source.shape.length);
  const strides = perSpatialAxis(call, axes, 'strides');
  const plain = textAttribute(call, 'padding', 'VALID') === 'VALID' && strides.every((s) => s === 1) && axes.channel === rank - 1;
  if (!plain || block.length !== axes.spatial.length)
    throw new OperatorRefusal('on the phases of an image, with strides or padding');
  const kernel = kernelOf(call, 1, rank);
  const filters = kernel.shape[rank - 1]!;
  const group = groupsOf(call, source.shape[axes.channel]!, kernel.shape[rank - 2]!, filters);
  const size = kernel.shape.slice(0, rank - 2);
  const { dims, onnx } = call.conversion;
  return {
    kind: 'phases',
    source,
    block,
    pads,
    apply(around) {
      const given = asImage(call.conversion, source, axes);
      const attributes = {
        kernel_shape: size,
        strides,
        dilations: block,
        pads: [...around.map(([before]) => before), ...around.map(([, after]) => after)],
        group,
      };
      const [name] = onnx.emit('Conv', [given.name, turnedKernel(call, kernel.value, kernelOrder(rank))], attributes);
      const outputs = extentsOf(source, axes).map((extent, i) => {
        const [before, after] = around[i]!;
        return dims.add(extent, before + after - (size[i]! - 1) * block[i]!);
      });
      return { ...given, name: name!, shape: imageShape(axes, source.shape[0]!, filters, outputs) };
    },
  };
}

/** Convolutions that go forward. */
export const CONVOLUTION_OPERATORS: Operators = {
  Conv2D: convolution(4),
  Conv3D: convolution(5),
  DepthwiseConv2dNative: depthwise,
};
