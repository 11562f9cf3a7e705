import { floatConstant } from '../constants/make-constant.ts';
import { reshaped } from '../constants/strided-copy.ts';
import { SavedModelDamage } from '../damage.ts';
import { boolAttribute, floatAttribute, textAttribute } from '../graph/attribute-of.ts';
import type { Call, Operators } from '../graph/conversion.ts';
import { numbers } from '../graph/operands.ts';
import type { Constant, Tensor, Value } from '../graph/value.ts';
import { UNSUPPORTED } from '../graph/value.ts';
import { ADD, combine, DIVIDE, MULTIPLY, SUBTRACT } from './arithmetic.ts';
import { reduce } from './reduction.ts';
import { applyUnary } from './unary.ts';

type Numbers = Constant | Tensor;

/** Values per channel, shaped so that they meet the channels of `image`. */
function perChannel(call: Call, values: Numbers, image: Numbers): Numbers {
  if (values.shape.length !== 1) throw new SavedModelDamage(`the node ${call.node.name} has no list of values per channel`);
  if (!textAttribute(call, 'data_format', 'NHWC').startsWith('NC')) return values;
  const shape = [values.shape[0]!, ...Array.from({ length: image.shape.length - 2 }, () => 1)];
  if (values.kind === 'constant') return reshaped(values, shape as number[]);
  const list = call.conversion.onnx.integers(shape);
  return { ...values, name: call.conversion.onnx.emit('Reshape', [values.name, list])[0]!, shape };
}

function addBias(call: Call): Value {
  const image = numbers(call, 0);
  return combine(call.conversion, ADD, image, perChannel(call, numbers(call, 1), image));
}

/**
 * Batch normalisation. For use: x · scale / √(variance + ε) + offset − mean · scale / √(variance + ε), of stored mean and variance.
 * In training mode, which some networks keep, mean and variance are those of the image itself, over all axes but the channels.
 */
function batchNormalisation(call: Call): Value[] {
  const { conversion } = call;
  const image = numbers(call, 0);
  const rank = image.shape.length;
  if (rank < 3) throw new SavedModelDamage(`the node ${call.node.name} normalises something that is no image`);
  const [scale, offset] = [1, 2].map((i) => perChannel(call, numbers(call, i), image)) as [Numbers, Numbers];
  const epsilon = floatConstant(floatAttribute(call, 'epsilon', 1e-4));
  const unused = Array.from({ length: 5 }, () => UNSUPPORTED);
  const root = (variance: Numbers): Numbers =>
    applyUnary(conversion, { onnx: 'Sqrt', of: Math.sqrt }, combine(conversion, ADD, variance, epsilon));
  if (!boolAttribute(call, 'is_training', true)) {
    const [mean, variance] = [3, 4].map((i) => perChannel(call, numbers(call, i), image)) as [Numbers, Numbers];
    const factor = combine(conversion, DIVIDE, scale, root(variance));
    const shift = combine(conversion, SUBTRACT, offset, combine(conversion, MULTIPLY, mean, factor));
    return [combine(conversion, ADD, combine(conversion, MULTIPLY, image, factor), shift), ...unused];
  }
  const channel = textAttribute(call, 'data_format', 'NHWC').startsWith('NC') ? 1 : rank - 1;
  const axes = image.shape.map((_, axis) => axis).filter((axis) => axis !== channel);
  const centred = combine(conversion, SUBTRACT, image, reduce(conversion, 'mean', image, axes, true));
  const variance = reduce(conversion, 'mean', combine(conversion, MULTIPLY, centred, centred), axes, true);
  const normal = combine(conversion, DIVIDE, centred, root(variance));
  return [combine(conversion, ADD, combine(conversion, MULTIPLY, normal, scale), offset), ...unused];
}

export const NORMALISATION_OPERATORS: Operators = {
  BiasAdd: addBias,
  BiasAddV1: addBias,
  FusedBatchNorm: batchNormalisation,
  FusedBatchNormV2: batchNormalisation,
  FusedBatchNormV3: batchNormalisation,
};
