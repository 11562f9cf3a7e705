import { OperatorRefusal, SavedModelDamage } from '../damage.ts';
import type { Call, Operators } from '../graph/conversion.ts';
import { allKnown } from '../graph/dim.ts';
import { extents, integers, operand, tensor } from '../graph/operands.ts';
import type { Value } from '../graph/value.ts';

/** Rows of two: what is added before and after each axis. */
function pairs({ node }: Call, values: readonly number[]): [number, number][] {
  if (values.length % 2 !== 0 || values.some((value) => value < 0 || value > 2 ** 20)) {
    throw new SavedModelDamage(`the padding of ${node.name} is wrong`);
  }
  return Array.from({ length: values.length / 2 }, (_, i) => [values[2 * i]!, values[2 * i + 1]!]);
}

/** Pads whose last part depends on the size of the image, as a whole number of phases needs; what counts is what the crop leaves. */
function phases(call: Call): Value {
  const source = tensor(call, 0);
  const block = integers(call, 1);
  if (block.some((b) => b < 1 || b > 2 ** 20)) throw new SavedModelDamage(`the block of ${call.node.name} is wrong`);
  const pads = extents(call, 2);
  if (!allKnown(pads)) throw new OperatorRefusal('on images of any size');
  return { kind: 'phases', source, block, pads: pairs(call, pads), apply: null };
}

function joinPhases(call: Call): Value {
  const source = operand(call, 0);
  if (source.kind !== 'phases' || source.apply === null) throw new OperatorRefusal('outside a dilated convolution');
  const block = integers(call, 1);
  if (block.join() !== source.block.join()) throw new OperatorRefusal('with another block than before');
  const crops = pairs(call, integers(call, 2));
  const around = source.pads.map(([before, after], i) => [before - (crops[i]?.[0] ?? 0), after - (crops[i]?.[1] ?? 0)] as const);
  if (around.some(([before, after]) => before < 0 || after < 0)) throw new OperatorRefusal('that crops more than was padded');
  return source.apply(around);
}

/** The way older TensorFlow writes dilated convolutions. */
export const DILATION_OPERATORS: Operators = { SpaceToBatchND: phases, BatchToSpaceND: joinPhases };
