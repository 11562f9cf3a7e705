import { createMessage, type MessageWriter } from '../protobuf/write-fields.ts';

/** Element types of tensors that are written, by the numbers of the format. */
export const ONNX_TYPES = { float: 1, uint8: 2, int32: 6, int: 7, bool: 9 } as const;

/** Integer, integers, text, a float, floats, or texts. Long lists of integers are cheapest as an Int32Array. */
export type AttributeValue =
  | number
  | readonly number[]
  | Int32Array
  | string
  | { readonly float: number }
  | Float32Array
  | { readonly texts: readonly string[] };

export interface WrittenNode {
  readonly name: string;
  readonly op: string;
  /** Set of operators it belongs to; the standard one when left out. */
  readonly domain?: keyof typeof EXTRA_OPSETS;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

export interface WrittenTensor {
  readonly name: string;
  readonly type: keyof typeof ONNX_TYPES;
  readonly shape: readonly number[];
  /** Little-endian elements. */
  readonly raw: Uint8Array;
}

/** What enters or leaves the graph; a free extent is a name, or null where it has none. */
export interface WrittenValue {
  readonly name: string;
  readonly type: keyof typeof ONNX_TYPES;
  readonly shape: readonly (number | string | null)[];
}

export interface WrittenGraph {
  readonly name: string;
  readonly nodes: readonly WrittenNode[];
  readonly initializers: readonly WrittenTensor[];
  readonly inputs: readonly WrittenValue[];
  readonly outputs: readonly WrittenValue[];
}

/** IR version 7 and operator set 12 are what readers of .czann files are promised. */
const IR_VERSION = 7;
export const WRITTEN_OPSET = 12;

/** Further sets of operators and their versions, those released together with WRITTEN_OPSET. */
const EXTRA_OPSETS = { 'ai.onnx.ml': 2 } as const;

/** An ONNX ModelProto. The same graph always gives the same bytes. */
export function writeOnnx(graph: WrittenGraph): Uint8Array {
  const model = createMessage();
  model.integer(1, IR_VERSION);
  model.text(2, 'Grove');
  model.message(7, graphMessage(graph));
  model.message(8, opsetMessage('', WRITTEN_OPSET));
  const used = new Set(graph.nodes.map(({ domain }) => domain));
  for (const [domain, version] of Object.entries(EXTRA_OPSETS)) {
    if (used.has(domain as keyof typeof EXTRA_OPSETS)) model.message(8, opsetMessage(domain, version));
  }
  return model.write();
}

function opsetMessage(domain: string, version: number): MessageWriter {
  const message = createMessage();
  message.text(1, domain);
  message.integer(2, version);
  return message;
}

function graphMessage(graph: WrittenGraph): MessageWriter {
  const message = createMessage();
  for (const node of graph.nodes) message.message(1, nodeMessage(node));
  message.text(2, graph.name);
  for (const tensor of graph.initializers) message.message(5, tensorMessage(tensor));
  for (const value of graph.inputs) message.message(11, valueMessage(value));
  for (const value of graph.outputs) message.message(12, valueMessage(value));
  return message;
}

function nodeMessage({ name, op, domain, inputs, outputs, attributes }: WrittenNode): MessageWriter {
  const message = createMessage();
  for (const input of inputs) message.text(1, input);
  for (const output of outputs) message.text(2, output);
  message.text(3, name);
  message.text(4, op);
  for (const key of Object.keys(attributes).sort()) message.message(5, attributeMessage(key, attributes[key]!));
  if (domain !== undefined) message.text(7, domain);
  return message;
}

/** Numbers of AttributeProto.AttributeType. */
const KINDS = { float: 1, int: 2, string: 3, floats: 6, ints: 7, strings: 8 } as const;

function attributeMessage(name: string, value: AttributeValue): MessageWriter {
  const message = createMessage();
  message.text(1, name);
  if (typeof value === 'number') {
    message.integer(3, value);
    message.integer(20, KINDS.int);
  } else if (typeof value === 'string') {
    message.text(4, value);
    message.integer(20, KINDS.string);
  } else if (value instanceof Float32Array) {
    message.floats(7, value);
    message.integer(20, KINDS.floats);
  } else if ('texts' in value) {
    for (const one of value.texts) message.text(9, one);
    message.integer(20, KINDS.strings);
  } else if ('float' in value) {
    message.float(2, value.float);
    message.integer(20, KINDS.float);
  } else {
    message.integers(8, value);
    message.integer(20, KINDS.ints);
  }
  return message;
}

function tensorMessage({ name, type, shape, raw }: WrittenTensor): MessageWriter {
  const message = createMessage();
  for (const extent of shape) message.integer(1, extent);
  message.integer(2, ONNX_TYPES[type]);
  message.text(8, name);
  message.bytes(9, raw);
  return message;
}

function valueMessage({ name, type, shape }: WrittenValue): MessageWriter {
  const shapeMessage = createMessage();
  for (const extent of shape) {
    const dimension = createMessage();
    if (typeof extent === 'number') dimension.integer(1, extent);
    else if (extent !== null) dimension.text(2, extent);
    shapeMessage.message(1, dimension);
  }
  const tensor = createMessage();
  tensor.integer(1, ONNX_TYPES[type]);
  tensor.message(2, shapeMessage);
  const kind = createMessage();
  kind.message(1, tensor);
  const message = createMessage();
  message.text(1, name);
  message.message(2, kind);
  return message;
}
