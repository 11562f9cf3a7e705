import { createMessage, type MessageWriter } from '../../../../main/formats/protobuf/write-fields.ts';
import type { AttributeSpec, FunctionSpec, NetworkSpec, NodeSpec, TensorSpec, WeightSpec } from './graph-spec.ts';
import { shapeProto } from './shape-proto.ts';
import { keyOf, writeBundle } from './write-bundle.ts';

/** The files of a SavedModel, as TensorFlow would write them: wrapper, call, handles, signature, weights. */
export function writeSavedModel(network: NetworkSpec): Map<string, Uint8Array> {
  const files = writeBundle(
    network.nameless ? network.weights.map((weight) => ({ ...weight, name: 'Variable' })) : network.weights,
  );
  files.set('saved_model.pb', savedModel(network));
  return files;
}

const FLOAT = 1;
const TEXT = 7;
const RESOURCE = 20;

function savedModel(network: NetworkSpec): Uint8Array {
  const meta = createMessage();
  const info = createMessage();
  info.text(4, 'serve');
  info.text(5, '2.11.0');
  meta.message(1, info);
  meta.message(2, graph(network));
  if (network.nameless) {
    const saver = createMessage();
    saver.text(1, 'saver_filename:0');
    saver.text(3, 'restore_all');
    meta.message(3, saver);
  }
  const signature = createMessage();
  signature.message(
    1,
    entry(network.input.name, tensorInfo(`serving_default_${network.input.name}:0`, network.input.shape, network.input.type)),
  );
  signature.message(2, entry(network.output, tensorInfo('StatefulPartitionedCall:0', null)));
  meta.message(5, entry('serving_default', signature));
  const model = createMessage();
  model.integer(1, 1);
  model.message(2, meta);
  return model.write();
}

function graph({ input, body, functions, weights, nameless }: NetworkSpec): MessageWriter {
  const message = createMessage();
  const placeholder = `serving_default_${input.name}`;
  message.message(1, node({ name: placeholder, op: 'Placeholder', inputs: [], attributes: { dtype: { type: FLOAT } } }));
  for (const { name } of weights) {
    const attributes = { dtype: { type: FLOAT }, shared_name: { text: nameless ? 'Variable' : name } };
    message.message(1, node({ name: `handles/${name}`, op: 'VarHandleOp', inputs: [], attributes }));
  }
  const handles = weights.map(({ name }) => `handles/${name}`);
  const call = {
    name: 'StatefulPartitionedCall',
    op: 'StatefulPartitionedCall',
    inputs: [placeholder, ...handles],
    attributes: { f: { func: 'wrapper' } },
  };
  message.message(1, node(call));
  if (nameless) {
    message.message(1, node({ name: 'saver_filename', op: 'Placeholder', inputs: [], attributes: { dtype: { type: TEXT } } }));
    const inputs = ['saver_filename', ...handles];
    message.message(
      1,
      node({ name: 'restore_all', op: 'StatefulPartitionedCall', inputs, attributes: { f: { func: 'restore' } } }),
    );
  }
  const library = createMessage();
  const wrapper: FunctionSpec = {
    name: 'wrapper',
    inputs: body.inputs,
    outputs: [{ name: 'identity', from: 'Identity:output:0' }],
    nodes: [
      {
        name: 'StatefulPartitionedCall',
        op: 'StatefulPartitionedCall',
        inputs: body.inputs,
        attributes: { f: { func: body.name } },
      },
      { name: 'Identity', op: 'Identity', inputs: ['StatefulPartitionedCall:output:0', '^NoOp'], attributes: {} },
      { name: 'NoOp', op: 'NoOp', inputs: ['^StatefulPartitionedCall'], attributes: {} },
    ],
  };
  for (const one of [wrapper, body, ...functions, ...(nameless ? [restoring(weights)] : [])])
    library.message(1, functionDef(one));
  message.message(2, library);
  return message;
}

/** Reads all weights by a list of keys, and assigns them in reverse order, so that order alone tells nothing. */
function restoring(weights: readonly WeightSpec[]): FunctionSpec {
  const keys = { tensor: { type: TEXT, shape: [weights.length], values: [], texts: weights.map((_, i) => keyOf(i)) } };
  const assignments = weights.flatMap((_, i): NodeSpec[] => [
    { name: `Identity_${i}`, op: 'Identity', inputs: [`RestoreV2:tensors:${i}`], attributes: {} },
    { name: `Assign_${i}`, op: 'AssignVariableOp', inputs: [`handle_${i}`, `Identity_${i}:output:0`], attributes: {} },
  ]);
  return {
    name: 'restore',
    inputs: ['file', ...weights.map((_, i) => `handle_${i}`)],
    outputs: [{ name: 'done', from: 'file' }],
    nodes: [
      ...assignments.reverse(),
      { name: 'keys', op: 'Const', inputs: [], attributes: { dtype: { type: TEXT }, value: keys } },
      { name: 'RestoreV2', op: 'RestoreV2', inputs: ['file', 'keys:output:0'], attributes: {} },
    ],
  };
}

function functionDef({ name, inputs, outputs, nodes }: FunctionSpec): MessageWriter {
  const signature = createMessage();
  signature.text(1, name);
  for (const [i, input] of inputs.entries()) signature.message(2, argument(input, i === 0 ? FLOAT : RESOURCE));
  for (const output of outputs) signature.message(3, argument(output.name, FLOAT));
  const message = createMessage();
  message.message(1, signature);
  for (const one of nodes) message.message(3, node(one));
  for (const output of outputs) {
    const returned = createMessage();
    returned.text(1, output.name);
    returned.text(2, output.from);
    message.message(4, returned);
  }
  return message;
}

function argument(name: string, type: number): MessageWriter {
  const message = createMessage();
  message.text(1, name);
  message.integer(3, type);
  return message;
}

function node({ name, op, inputs, attributes }: NodeSpec): MessageWriter {
  const message = createMessage();
  message.text(1, name);
  message.text(2, op);
  for (const input of inputs) message.text(3, input);
  for (const key of Object.keys(attributes).sort()) message.message(5, entry(key, attribute(attributes[key]!)));
  return message;
}

function attribute(spec: AttributeSpec): MessageWriter {
  const message = createMessage();
  if ('type' in spec) message.integer(6, spec.type);
  else if ('int' in spec) message.integer(3, spec.int);
  else if ('float' in spec) message.float(4, spec.float);
  else if ('bool' in spec) message.integer(5, spec.bool ? 1 : 0);
  else if ('text' in spec) message.text(2, spec.text);
  else if ('tensor' in spec) message.message(8, tensorProto(spec.tensor));
  else if ('func' in spec) {
    const func = createMessage();
    func.text(1, spec.func);
    message.message(10, func);
  } else {
    const list = createMessage();
    for (const one of spec.ints) list.integer(3, one);
    message.message(1, list);
  }
  return message;
}

/** Constants of one repeated value are written as one value, others as lists, as TensorFlow does. */
function tensorProto({ type, shape, values, texts = [] }: TensorSpec): MessageWriter {
  const message = createMessage();
  message.integer(1, type);
  message.message(2, shapeProto(shape));
  for (const text of texts) message.text(8, text);
  const same = Array.from(values).every((value) => value === values[0]);
  const count = same ? Math.min(values.length, 1) : values.length;
  for (let i = 0; i < count; i++) {
    if (type === FLOAT) message.float(5, values[i]!);
    else message.integer(type === 10 ? 11 : type === 9 ? 10 : 7, values[i]!);
  }
  return message;
}

function tensorInfo(name: string, shape: readonly (number | null)[] | null, type: number = FLOAT): MessageWriter {
  const message = createMessage();
  message.text(1, name);
  message.integer(2, type);
  if (shape !== null) message.message(3, shapeProto(shape));
  return message;
}

function entry(key: string, value: MessageWriter): MessageWriter {
  const message = createMessage();
  message.text(1, key);
  message.message(2, value);
  return message;
}
