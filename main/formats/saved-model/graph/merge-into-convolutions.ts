import type { WrittenNode } from '../../onnx/write-onnx.ts';
import { elementCount } from '../proto/tensor-shape.ts';
import type { OnnxBuilder } from './onnx-builder.ts';
import type { Constant } from './value.ts';

/**
 * Takes multiplications and additions of one constant per channel that directly follow a convolution into its weights and bias:
 * biases, batch normalisations, fixed scalings. Computed in double precision. Only where nothing else uses what is between.
 */
export function mergeIntoConvolutions(
  builder: OnnxBuilder,
  nodes: readonly WrittenNode[],
  results: readonly string[],
): WrittenNode[] {
  const uses = new Map<string, number>(results.map((name) => [name, 1]));
  for (const { inputs } of nodes) for (const input of inputs) uses.set(input, (uses.get(input) ?? 0) + 1);
  const merged: (WrittenNode | null)[] = [];
  /** Place in `merged` of convolutions, by what they make. */
  const convolutions = new Map<string, number>();
  for (const node of nodes) {
    const place = node.inputs.map((input) => convolutions.get(input)).find((found) => found !== undefined);
    const before = place === undefined ? null : merged[place]!;
    const together = before !== null && uses.get(before.outputs[0]!) === 1 ? merge(builder, before, node) : null;
    if (together !== null) {
      merged[place!] = together;
      convolutions.set(together.outputs[0]!, place!);
      continue;
    }
    if (node.op === 'Conv' || node.op === 'ConvTranspose') convolutions.set(node.outputs[0]!, merged.length);
    merged.push(node);
  }
  return merged.filter((node) => node !== null);
}

/** The convolution that does what `convolution` and `node` do; null where there is none. */
function merge(builder: OnnxBuilder, convolution: WrittenNode, node: WrittenNode): WrittenNode | null {
  if (node.op !== 'Mul' && node.op !== 'Add') return null;
  const [image, weightsName, biasName] = convolution.inputs as [string, string, string?];
  const weights = builder.initializer(weightsName);
  const bias = biasName === undefined ? null : builder.initializer(biasName);
  const other = node.inputs.find((input) => input !== convolution.outputs[0]);
  const operand = other === undefined ? null : builder.initializer(other);
  if (weights === null || (biasName !== undefined && bias === null) || operand === null) return null;
  const axis = convolution.op === 'Conv' ? 0 : 1;
  if (axis === 1 && (convolution.attributes.group ?? 1) !== 1) return null;
  const channels = weights.shape[axis]!;
  const values = perChannel(operand, channels, weights.shape.length - 2);
  if (values === null) return null;
  builder.scope = convolution.name;
  const old = bias === null ? new Float32Array(channels) : (bias.data as ArrayLike<number>);
  const multiply = node.op === 'Mul';
  const newBias = Float32Array.from(values, (value, c) => (multiply ? old[c]! * value : old[c]! + value));
  const newWeights = multiply ? builder.constant(scale(weights, axis, values)) : weightsName;
  const inputs = [image, newWeights, builder.constant({ kind: 'constant', type: 'float', shape: [channels], data: newBias })];
  return { ...convolution, inputs, outputs: node.outputs };
}

/** One value per channel, from (channels, 1, 1) or a single one; null where the constant is another. */
function perChannel({ type, shape, data }: Constant, channels: number, spatial: number): Float32Array | null {
  if (type !== 'float' || !(data instanceof Float32Array)) return null;
  if (data.length === 1 && shape.length <= spatial + 1) return new Float32Array(channels).fill(data[0]!);
  const fits = shape.length === spatial + 1 && shape[0] === channels && shape.slice(1).every((extent) => extent === 1);
  return fits ? data : null;
}

function scale({ shape, data }: Constant, axis: number, factors: Float32Array): Constant {
  const inner = elementCount(shape.slice(axis + 1));
  const source = data as ArrayLike<number>;
  const scaled = new Float32Array(source.length);
  for (let i = 0; i < scaled.length; i++) scaled[i] = source[i]! * factors[Math.floor(i / inner) % shape[axis]!]!;
  return { kind: 'constant', type: 'float', shape, data: scaled };
}
