import { SavedModelDamage } from '../damage.ts';
import type { Call, Operators } from '../graph/conversion.ts';
import { operand } from '../graph/operands.ts';
import type { Value } from '../graph/value.ts';
import { readTensorProto } from '../proto/tensor-proto.ts';

const same = (call: Call): Value => operand(call, 0);

/** A constant of the graph. Texts are of no use to a network, so they become an empty list. */
function constantNode({ node, conversion }: Call): Value {
  const bytes = node.attributes.get('value')?.tensor;
  if (bytes === undefined || bytes === null) throw new SavedModelDamage(`the constant ${node.name} has no value`);
  const { type, shape, data } = readTensorProto(bytes, conversion.allocate);
  if (type === 'float' || type === 'int' || type === 'bool') return { kind: 'constant', type, shape, data };
  return { kind: 'list', items: [] };
}

function variableHandle({ node }: Call): Value {
  return { kind: 'variable', node: node.name, sharedName: node.attributes.get('shared_name')?.text ?? node.name };
}

function readVariable(call: Call): Value {
  const handle = operand(call, 0);
  if (handle.kind !== 'variable') throw new SavedModelDamage(`the node ${call.node.name} reads something that is no weight`);
  return call.conversion.readVariable(handle);
}

/** Operators that hand on what they get, and those that bring weights and constants. Dropout is handed on: networks in use do nothing there. */
export const IDENTITY_OPERATORS: Operators = {
  Identity: same,
  StopGradient: same,
  PreventGradient: same,
  Snapshot: same,
  CheckNumerics: same,
  PlaceholderWithDefault: same,
  EnsureShape: same,
  IdentityN: (call) => call.inputs,
  Const: constantNode,
  VarHandleOp: variableHandle,
  ReadVariableOp: readVariable,
  NoOp: () => [],
};
