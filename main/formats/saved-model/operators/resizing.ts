import { floatsConstant } from '../constants/make-constant.ts';
import { OperatorRefusal, SavedModelDamage } from '../damage.ts';
import { boolAttribute, integerAttribute, textAttribute } from '../graph/attribute-of.ts';
import type { Call, Operators } from '../graph/conversion.ts';
import type { Dim, LinearDim } from '../graph/dim.ts';
import { onnxOrder } from '../graph/layout.ts';
import { extents, tensor } from '../graph/operands.ts';
import type { Tensor, Value } from '../graph/value.ts';
import { asImage, imageAxes, imageShape } from './image-axes.ts';

/**
 * Where pixel x of the result lies in the image (f = extent of the image / extent of the result):
 *
 *     plain                x · f            nearest: rounded down
 *     half_pixel_centers   (x + ½) · f − ½  nearest: (x + ½) · f rounded down
 *     align_corners        x · (extent − 1) / (result − 1)   nearest: rounded, halves up
 */
function resize(kind: 'nearest' | 'linear') {
  return (call: Call): Value => {
    const { onnx } = call.conversion;
    const image = tensor(call, 0);
    const axes = imageAxes(call, 4, image.shape.length);
    if (axes.channel === 1 || image.type !== 'float') throw new OperatorRefusal('on images other than channels-last floats');
    const [height, width] = image.shape.slice(1) as [Dim, Dim];
    const wanted = extents(call, 1);
    if (wanted.length !== 2) throw new SavedModelDamage(`the size that ${call.node.name} makes is wrong`);
    const shape = imageShape(axes, image.shape[0]!, image.shape[3]!, wanted);
    const factors = [wholeFactor(wanted[0]!, height), wholeFactor(wanted[1]!, width)];
    const enlarges = factors.every((factor) => factor !== null);
    const corners = boolAttribute(call, 'align_corners', false);
    const centres = boolAttribute(call, 'half_pixel_centers', false);
    const given = asImage(call.conversion, image, axes);
    const none = onnx.constant(NOTHING);
    const size = enlarges
      ? [onnx.constant(floatsConstant([1, 1, ...(factors as number[])], [4]))]
      : [none, onnx.integers(onnxOrder(given, shape))];
    const attributes = {
      mode: kind,
      coordinate_transformation_mode: transformation(kind, corners, centres, enlarges),
      ...(kind === 'nearest' && { nearest_mode: corners ? 'round_prefer_ceil' : 'floor' }),
    };
    const [name] = onnx.emit('Resize', [given.name, none, ...size], attributes);
    return { ...given, name: name!, shape };
  };
}

const NOTHING = floatsConstant([], [0]);

function transformation(kind: 'nearest' | 'linear', corners: boolean, centres: boolean, enlarges: boolean): string {
  if (corners) return 'align_corners';
  if (!centres) return 'asymmetric';
  if (kind === 'linear') return 'half_pixel';
  // For whole factors both name the same pixels, and the plain one runs everywhere.
  return enlarges ? 'asymmetric' : 'tf_half_pixel_for_nn';
}

/** How many times an extent is enlarged, where that is a whole number for images of any size. */
function wholeFactor(to: Dim, from: Dim): number | null {
  if (typeof to === 'number' && typeof from === 'number') return from > 0 && to > 0 && to % from === 0 ? to / from : null;
  if (typeof to === 'number' || typeof from === 'number') return null;
  return linearFactor(to, from);
}

function linearFactor(to: LinearDim, from: LinearDim): number | null {
  const factor = to.times / from.times;
  return to.symbol === from.symbol && Number.isInteger(factor) && factor > 0 && to.plus === from.plus * factor ? factor : null;
}

/** Channels into pixels and back; channel (y · block + x) · c' + c lies at offset (y, x) of a block, as in ONNX. */
function blocks(op: 'DepthToSpace' | 'SpaceToDepth') {
  return (call: Call): Value => {
    const { dims, onnx } = call.conversion;
    const image = tensor(call, 0);
    if (textAttribute(call, 'data_format', 'NHWC') === 'NCHW_VECT_C') throw new OperatorRefusal('on channels in blocks');
    const axes = imageAxes(call, 4, image.shape.length);
    const block = integerAttribute(call, 'block_size', 1);
    if (block < 1 || block > 1024) throw new SavedModelDamage(`the block of ${call.node.name} is ${block}`);
    const given: Tensor = asImage(call.conversion, image, axes);
    const [channels, ...spatial] = [axes.channel, ...axes.spatial].map((axis) => image.shape[axis]!) as [Dim, ...Dim[]];
    const larger = op === 'DepthToSpace';
    const attributes = { blocksize: block, ...(larger && { mode: 'DCR' }) };
    const [name] = onnx.emit(op, [given.name], attributes);
    const area = block * block;
    const shape = imageShape(
      axes,
      image.shape[0]!,
      larger ? dims.divide(channels, area) : dims.multiply(channels, area),
      spatial.map((extent) => (larger ? dims.multiply(extent, block) : dims.divide(extent, block))),
    );
    return { ...given, name: name!, shape };
  };
}

export const RESIZING_OPERATORS: Operators = {
  ResizeNearestNeighbor: resize('nearest'),
  ResizeBilinear: resize('linear'),
  DepthToSpace: blocks('DepthToSpace'),
  SpaceToDepth: blocks('SpaceToDepth'),
};
