import { OperatorRefusal, SavedModelDamage } from '../damage.ts';
import { BatchMustBeOne, type Call, type Operators } from '../graph/conversion.ts';
import { asNumbers, extents, integer, numbers, operand } from '../graph/operands.ts';
import type { TensorList, Value } from '../graph/value.ts';
import { LIMITS } from '../limits.ts';
import { entries, stack } from './joining.ts';

function listOf(call: Call): TensorList {
  const value = operand(call, 0);
  if (value.kind !== 'list') throw new SavedModelDamage(`the node ${call.node.name} works on something that is no list`);
  return value;
}

/** Lists go along the batch: they have as many entries as there are images. */
function checkKnown(extent: unknown): void {
  if (typeof extent !== 'number') throw new BatchMustBeOne();
  if (extent < 0 || extent > LIMITS.rounds) throw new OperatorRefusal(`of more than ${LIMITS.rounds} entries`);
}

function reserve(call: Call): Value {
  const [count] = extents(call, 1);
  checkKnown(count);
  return { kind: 'list', items: new Array<Value | null>(count as number).fill(null) };
}

function fromTensor(call: Call): Value {
  const value = numbers(call, 0);
  checkKnown(value.shape[0]);
  return { kind: 'list', items: entries(call, value, 0) };
}

function getItem(call: Call): Value {
  const item = listOf(call).items[integer(call, 1)];
  if (item === undefined || item === null)
    throw new SavedModelDamage(`the node ${call.node.name} takes an entry that was never set`);
  return item;
}

function setItem(call: Call): Value {
  const items = listOf(call).items.slice();
  const at = integer(call, 1);
  if (!(at >= 0 && at < items.length)) throw new SavedModelDamage(`the node ${call.node.name} sets an entry that does not exist`);
  items[at] = operand(call, 2);
  return { kind: 'list', items };
}

function stackItems(call: Call): Value {
  const items = listOf(call).items.map((item) => {
    if (item === null) throw new SavedModelDamage(`the list of ${call.node.name} has entries that were never set`);
    return asNumbers(item);
  });
  return stack(call, items, 0);
}

/** Lists of tensors, which loops over a batch keep their images and results in. */
export const LIST_OPERATORS: Operators = {
  TensorListReserve: reserve,
  TensorListFromTensor: fromTensor,
  TensorListGetItem: getItem,
  TensorListSetItem: setItem,
  TensorListStack: stackItems,
};
