import type { FunctionSpec, NetworkSpec, NodeSpec } from '../writer/graph-spec.ts';
import { array, at, broadcast, fromIndex, type NdArray } from './array.ts';
import { channelsLast, toFirst, toLast } from './channels-last.ts';
import { batchToSpace, convolution, depthwise, pooling, spaceToBatch, transposed } from './convolutions.ts';
import { BINARY_NAMES, binary, UNARY_NAMES, unary } from './elements.ts';
import { batchNormalisation, depthToSpace, pad, resizeBilinear, resizeNearest, spaceToDepth } from './images.ts';
import { type Reference, type ReferenceValue, referenceOf } from './reference.ts';
import {
  concatenate,
  expandDims,
  gather,
  matrixProduct,
  reduction,
  reshape,
  reverse,
  slice,
  softmax,
  split,
  squeeze,
  stack,
  stridedSlice,
  tile,
  transpose,
  unstack,
} from './tensors.ts';

/** Numbers of the element types that keep fractions; casts to others drop them. */
const FLOATS = [1, 2, 14, 19];

/** Evaluates a network operator by operator, in double precision and by definition. Slow; for tiny images. */
export function evaluateNetwork({ body, functions, weights }: NetworkSpec, input: NdArray): NdArray {
  const values = new Map<string, ReferenceValue>([['image', input]]);
  for (const [i, { shape, values: own }] of weights.entries()) values.set(`handle_${i}`, array(own, shape));
  return evaluateFunction(body, values, functions)[0] as NdArray;
}

function evaluateFunction(
  body: FunctionSpec,
  given: Map<string, ReferenceValue>,
  functions: readonly FunctionSpec[],
): ReferenceValue[] {
  const done = new Map<string, readonly ReferenceValue[]>();
  const nodes = new Map(body.nodes.map((node) => [node.name, node]));
  const value = (reference: string): ReferenceValue => {
    const [name, , index = '0'] = reference.split(':') as [string, string?, string?];
    const argument = given.get(name);
    if (argument !== undefined) return argument;
    let outputs = done.get(name);
    if (outputs === undefined) {
      outputs = evaluateNode(nodes.get(name)!, value, functions);
      done.set(name, outputs);
    }
    return outputs[Number(index)]!;
  };
  return body.outputs.map(({ from }) => value(from));
}

function evaluateNode(
  node: NodeSpec,
  value: (reference: string) => ReferenceValue,
  functions: readonly FunctionSpec[],
): readonly ReferenceValue[] {
  const inputs = node.inputs.filter((input) => !input.startsWith('^')).map(value);
  const call = (attribute: string, own: readonly ReferenceValue[]): ReferenceValue[] => {
    const spec = node.attributes[attribute]!;
    const body = functions.find(({ name }) => 'func' in spec && name === spec.func)!;
    return evaluateFunction(body, new Map(body.inputs.map((name, i) => [name, own[i]!])), functions);
  };
  switch (node.op) {
    case 'Const': {
      const { value: spec } = node.attributes;
      if (spec === undefined || !('tensor' in spec)) throw new Error(`The constant ${node.name} has no value.`);
      return [array(spec.tensor.values, spec.tensor.shape)];
    }
    case 'PartitionedCall':
    case 'StatefulPartitionedCall':
      return call('f', inputs);
    case 'StatelessIf':
      return call((inputs[0] as NdArray).data[0] === 0 ? 'else_branch' : 'then_branch', inputs.slice(1));
    case 'StatelessWhile': {
      let state: readonly ReferenceValue[] = inputs;
      while ((call('cond', state)[0] as NdArray).data[0] !== 0) state = call('body', state);
      return state;
    }
    default: {
      const last = channelsLast(node);
      if (last !== null) {
        const [image, ...rest] = inputs as NdArray[];
        return [toFirst(single(referenceOf(last, [toLast(image!), ...rest])))];
      }
      return several(referenceOf(node, inputs)) ?? [single(referenceOf(node, inputs))];
    }
  }
}

/** Operators with several outputs, or about lists. */
function several(node: Reference): readonly ReferenceValue[] | null {
  const [first, second, third] = node.inputs as [NdArray, NdArray, NdArray];
  switch (node.op) {
    case 'Split':
      return split(
        second,
        first.data[0]!,
        Array.from({ length: node.int('num_split', 1) }, () => second.shape.at(first.data[0]!)! / node.int('num_split', 1)),
      );
    case 'SplitV': {
      const lengths = Array.from(second.data);
      const rest = first.shape.at(third.data[0]!)! - lengths.reduce((sum, length) => sum + Math.max(length, 0), 0);
      return split(
        first,
        third.data[0]!,
        lengths.map((length) => (length === -1 ? rest : length)),
      );
    }
    case 'Unpack':
      return unstack(first, node.int('axis', 0));
    case 'TensorListReserve':
      return [new Array<NdArray | null>(second.data[0]!).fill(null)];
    case 'TensorListFromTensor':
      return [unstack(first, 0)];
    case 'TensorListSetItem':
      return [(node.inputs[0] as readonly (NdArray | null)[]).map((item, i) => (i === second.data[0] ? third : item))];
    case 'TensorListGetItem':
      return [(node.inputs[0] as readonly NdArray[])[second.data[0]!]!];
    case 'TensorListStack':
      return [stack(node.inputs[0] as readonly NdArray[], 0)];
    default:
      return null;
  }
}

function single(node: Reference): NdArray {
  const inputs = node.inputs as readonly NdArray[];
  const [first, second, third] = inputs as [NdArray, NdArray, NdArray];
  if (BINARY_NAMES.includes(node.op)) return binary(node.op, first, second);
  if (UNARY_NAMES.includes(node.op)) return unary(node.op, first, node.float('alpha', 0.2));
  switch (node.op) {
    case 'Identity':
    case 'ReadVariableOp':
      return first;
    case 'Conv2D':
    case 'Conv3D':
      return convolution(node);
    case 'DepthwiseConv2dNative':
      return depthwise(node);
    case 'Conv2DBackpropInput':
    case 'Conv3DBackpropInputV2':
      return transposed(node);
    case 'SpaceToBatchND':
      return spaceToBatch(node);
    case 'BatchToSpaceND':
      return batchToSpace(node);
    case 'MaxPool':
    case 'MaxPool3D':
      return pooling(node, 'max');
    case 'AvgPool':
    case 'AvgPool3D':
      return pooling(node, 'average');
    case 'BiasAdd':
      return binary('Add', first, second);
    case 'AddN':
      return inputs.reduce((sum, value) => binary('Add', sum, value));
    case 'FusedBatchNormV3':
      return batchNormalisation(node);
    case 'ResizeNearestNeighbor':
      return resizeNearest(node);
    case 'ResizeBilinear':
      return resizeBilinear(node);
    case 'DepthToSpace':
      return depthToSpace(node);
    case 'SpaceToDepth':
      return spaceToDepth(node);
    case 'Pad':
    case 'PadV2':
    case 'MirrorPad':
      return pad(node);
    case 'Mean':
    case 'Sum':
    case 'Max':
    case 'Min':
    case 'Prod':
      return reduction(node);
    case 'Softmax':
    case 'LogSoftmax':
      return softmax(node);
    case 'MatMul':
    case 'BatchMatMulV2':
      return matrixProduct(node);
    case 'ConcatV2':
      return concatenate(inputs.slice(0, -1), inputs.at(-1)!.data[0]!);
    case 'Pack':
      return stack(inputs, node.int('axis', 0));
    case 'StridedSlice':
      return stridedSlice(node);
    case 'Slice':
      return slice(node);
    case 'ReverseV2':
      return reverse(node);
    case 'GatherV2':
      return gather(node);
    case 'Tile':
      return tile(node);
    case 'Transpose':
      return transpose(first, Array.from(second.data));
    case 'Reshape':
      return reshape(node);
    case 'Squeeze':
      return squeeze(node);
    case 'ExpandDims':
      return expandDims(node);
    case 'Shape':
      return array(first.shape);
    case 'Size':
      return array([first.data.length], []);
    case 'Rank':
      return array([first.shape.length], []);
    case 'Fill':
      return fromIndex(Array.from(first.data), () => second.data[0]!);
    case 'BroadcastTo':
      return fromIndex(Array.from(second.data), (index) => at(first, index));
    case 'ZerosLike':
      return fromIndex(first.shape, () => 0);
    case 'OnesLike':
      return fromIndex(first.shape, () => 1);
    case 'Range':
      return array(
        Array.from(
          { length: Math.ceil((second.data[0]! - first.data[0]!) / third.data[0]!) },
          (_, i) => first.data[0]! + i * third.data[0]!,
        ),
      );
    case 'Cast':
      return !FLOATS.includes(node.type('DstT')) ? { shape: first.shape, data: first.data.map(Math.trunc) } : first;
    case 'ClipByValue':
      return binary('Minimum', binary('Maximum', first, second), third);
    case 'SelectV2': {
      const shape = broadcast(broadcast(first.shape, second.shape), third.shape);
      return fromIndex(shape, (index) => (at(first, index) === 0 ? at(third, index) : at(second, index)));
    }
    default:
      throw new Error(`The reference does not know ${node.op}.`);
  }
}
