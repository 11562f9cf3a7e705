import { OperatorRefusal, SavedModelDamage } from '../damage.ts';
import type { Call, Conversion } from './conversion.ts';
import { allKnown, type Dim } from './dim.ts';
import type { Constant, Tensor, Value } from './value.ts';

/** Input `i` as it is. Throws SavedModelDamage where the node has fewer. */
export function operand({ node, inputs }: Call, i: number): Value {
  const value = inputs[i];
  if (value === undefined) throw new SavedModelDamage(`the node ${node.name} has too few inputs`);
  return value;
}

/** Input `i`, a constant or a tensor. */
export function numbers(call: Call, i: number): Constant | Tensor {
  return asNumbers(operand(call, i));
}

export function asNumbers(value: Value): Constant | Tensor {
  if (value.kind === 'constant' || value.kind === 'tensor') return value;
  throw new OperatorRefusal(
    value.kind === 'phases' ? 'on the phases of a dilated convolution' : 'on something that is no tensor',
  );
}

/** Input `i` as a value of the ONNX graph. */
export function tensor(call: Call, i: number): Tensor {
  return asTensor(call.conversion, numbers(call, i));
}

export function asTensor({ onnx }: Conversion, value: Constant | Tensor): Tensor {
  if (value.kind === 'tensor') return value;
  return { kind: 'tensor', name: onnx.constant(value), type: value.type, shape: value.shape, moved: false };
}

/** Input `i`, which must be known while converting. */
export function constant(call: Call, i: number): Constant {
  const value = operand(call, i);
  if (value.kind === 'constant') return value;
  throw new OperatorRefusal('with a parameter that is known only when the network runs');
}

/** Integers of input `i`, which must be known but for extents. */
export function extents(call: Call, i: number): Dim[] {
  const { type, data } = constant(call, i);
  if (type === 'float') throw new SavedModelDamage(`the node ${call.node.name} has fractions where it needs whole numbers`);
  return Array.from(data as ArrayLike<Dim>);
}

/** Integers of input `i`, which must be known. */
export function integers(call: Call, i: number): number[] {
  const values = extents(call, i);
  if (allKnown(values)) return values.slice();
  throw new OperatorRefusal('with a parameter that depends on the size of the image');
}

/** The only integer of input `i`. */
export function integer(call: Call, i: number): number {
  const values = integers(call, i);
  if (values.length !== 1)
    throw new SavedModelDamage(`the node ${call.node.name} has ${values.length} numbers where it needs one`);
  return values[0]!;
}

/** Axis `axis` of `rank`, counted from the end where negative. Throws SavedModelDamage where there is none. */
export function axisOf({ node }: Call, axis: number, rank: number): number {
  const positive = axis < 0 ? axis + rank : axis;
  if (!(positive >= 0 && positive < rank)) throw new SavedModelDamage(`the node ${node.name} uses axis ${axis} of ${rank}`);
  return positive;
}
