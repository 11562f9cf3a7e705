import { integers, readFields, signed, utf8, WireError } from '../protobuf/read-fields.ts';

/** Element types of tensors, by the numbers of the format. */
export const ONNX_FLOAT = 1;

/** A value that enters or leaves a graph. */
export interface OnnxValue {
  readonly name: string;
  /** Number of the element type; 0 where it is no tensor. */
  readonly type: number;
  /** Null where nothing is said of the shape; an extent is null where it is left open. */
  readonly shape: readonly (number | null)[] | null;
}

export interface OnnxTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly external: boolean;
}

export interface OnnxNode {
  readonly name: string;
  readonly op: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Integer attributes (lists too) by name; others are not kept. */
  readonly integers: ReadonlyMap<string, readonly number[]>;
  /** Text attributes by name. */
  readonly texts: ReadonlyMap<string, string>;
}

export interface OnnxGraph {
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly initializers: readonly OnnxTensor[];
  /** Nodes of the graph and of the graphs inside its nodes (branches, loops), in this order. */
  readonly nodes: readonly OnnxNode[];
}

export interface OnnxModel {
  readonly irVersion: number;
  /** Version of each set of operators; '' is the standard one. */
  readonly opsets: ReadonlyMap<string, number>;
  readonly graph: OnnxGraph;
  /** True where any tensor lies in another file. */
  readonly external: boolean;
}

/** Graphs inside graphs; no network comes near. */
const DEEPEST = 16;

/**
 * Reads the structure of an ONNX model (ModelProto), without its weights. Throws WireError where the bytes are none: fields of the
 * wrong type, no graph, no operator set.
 */
export function readOnnxModel(bytes: Uint8Array): OnnxModel {
  let irVersion = 0;
  const opsets = new Map<string, number>();
  let graphBytes: Uint8Array | null = null;
  let functions = false;
  for (const field of readFields(bytes)) {
    if (field.number === 1 && field.wire === 0) irVersion = signed(field.varint);
    else if (field.number === 7 && field.wire === 2) graphBytes = field.bytes;
    else if (field.number === 8 && field.wire === 2) {
      const { domain, version } = readOpset(field.bytes);
      opsets.set(domain === 'ai.onnx' ? '' : domain, version);
    } else if (field.number === 25 && field.wire === 2) functions = true;
  }
  if (graphBytes === null || irVersion < 1) throw new WireError('it has no graph');
  if (functions) throw new WireError('it defines operators of its own');
  const found = { external: false };
  const graph = readGraph(graphBytes, found, 0);
  return { irVersion, opsets, graph, external: found.external };
}

function readOpset(bytes: Uint8Array): { domain: string; version: number } {
  let domain = '';
  let version = 0;
  for (const field of readFields(bytes)) {
    if (field.number === 1 && field.wire === 2) domain = utf8(field.bytes);
    if (field.number === 2 && field.wire === 0) version = signed(field.varint);
  }
  return { domain, version };
}

function readGraph(bytes: Uint8Array, found: { external: boolean }, depth: number): OnnxGraph {
  if (depth > DEEPEST) throw new WireError('its graphs are nested too deeply');
  const nodes: OnnxNode[] = [];
  const inputs: OnnxValue[] = [];
  const outputs: OnnxValue[] = [];
  const initializers: OnnxTensor[] = [];
  for (const field of readFields(bytes)) {
    if (field.wire !== 2) continue;
    if (field.number === 1) readNode(field.bytes, nodes, found, depth);
    else if (field.number === 5) initializers.push(readTensor(field.bytes, found));
    else if (field.number === 11) inputs.push(readValue(field.bytes));
    else if (field.number === 12) outputs.push(readValue(field.bytes));
    else if (field.number === 15) readSparse(field.bytes, initializers, found);
  }
  return { inputs, outputs, initializers, nodes };
}

/** A sparse initializer counts by the name of its values. */
function readSparse(bytes: Uint8Array, initializers: OnnxTensor[], found: { external: boolean }): void {
  for (const field of readFields(bytes)) {
    if (field.wire === 2 && (field.number === 1 || field.number === 2)) initializers.push(readTensor(field.bytes, found));
  }
}

function readNode(bytes: Uint8Array, nodes: OnnxNode[], found: { external: boolean }, depth: number): void {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const integerAttributes = new Map<string, readonly number[]>();
  const texts = new Map<string, string>();
  const inner: OnnxNode[] = [];
  let [name, op, domain] = ['', '', ''];
  for (const field of readFields(bytes)) {
    if (field.wire !== 2) continue;
    if (field.number === 1) inputs.push(utf8(field.bytes));
    else if (field.number === 2) outputs.push(utf8(field.bytes));
    else if (field.number === 3) name = utf8(field.bytes);
    else if (field.number === 4) op = utf8(field.bytes);
    else if (field.number === 7) domain = utf8(field.bytes);
    else if (field.number === 5) readAttribute(field.bytes, { integerAttributes, texts, inner, found, depth });
  }
  nodes.push({ name, op, domain: domain === 'ai.onnx' ? '' : domain, inputs, outputs, integers: integerAttributes, texts });
  for (const node of inner) nodes.push(node);
}

interface AttributeTargets {
  readonly integerAttributes: Map<string, readonly number[]>;
  readonly texts: Map<string, string>;
  readonly inner: OnnxNode[];
  readonly found: { external: boolean };
  readonly depth: number;
}

function readAttribute(bytes: Uint8Array, { integerAttributes, texts, inner, found, depth }: AttributeTargets): void {
  let name = '';
  const values: number[] = [];
  for (const field of readFields(bytes)) {
    if (field.number === 1 && field.wire === 2) name = utf8(field.bytes);
    else if (field.number === 3 && field.wire === 0) values.push(signed(field.varint));
    else if (field.number === 8 && (field.wire === 0 || field.wire === 2))
      for (const value of integers(field)) values.push(value);
    else if (field.number === 4 && field.wire === 2) texts.set(name, utf8(field.bytes));
    else if ((field.number === 5 || field.number === 10) && field.wire === 2) readTensor(field.bytes, found);
    else if ((field.number === 6 || field.number === 11) && field.wire === 2) {
      for (const node of readGraph(field.bytes, found, depth + 1).nodes) inner.push(node);
    }
  }
  if (values.length > 0) integerAttributes.set(name, values);
}

const EXTERNAL = 1n;

function readTensor(bytes: Uint8Array, found: { external: boolean }): OnnxTensor {
  const shape: number[] = [];
  let name = '';
  let external = false;
  for (const field of readFields(bytes)) {
    if (field.number === 1 && (field.wire === 0 || field.wire === 2)) shape.push(...integers(field));
    else if (field.number === 8 && field.wire === 2) name = utf8(field.bytes);
    else if (field.number === 13 && field.wire === 2) external = true;
    else if (field.number === 14 && field.wire === 0 && field.varint === EXTERNAL) external = true;
  }
  if (external) found.external = true;
  return { name, shape, external };
}

function readValue(bytes: Uint8Array): OnnxValue {
  let name = '';
  let type = 0;
  let shape: (number | null)[] | null = null;
  for (const field of readFields(bytes)) {
    if (field.number === 1 && field.wire === 2) name = utf8(field.bytes);
    if (field.number !== 2 || field.wire !== 2) continue;
    // TypeProto; its field 1 is a tensor type with element type and shape.
    for (const kind of readFields(field.bytes)) {
      if (kind.number !== 1 || kind.wire !== 2) continue;
      for (const part of readFields(kind.bytes)) {
        if (part.number === 1 && part.wire === 0) type = signed(part.varint);
        if (part.number === 2 && part.wire === 2) shape = readShape(part.bytes);
      }
    }
  }
  return { name, type, shape };
}

function readShape(bytes: Uint8Array): (number | null)[] {
  const shape: (number | null)[] = [];
  for (const field of readFields(bytes)) {
    if (field.number !== 1 || field.wire !== 2) continue;
    let extent: number | null = null;
    for (const part of readFields(field.bytes)) {
      if (part.number === 1 && part.wire === 0) extent = signed(part.varint);
    }
    // Exporters write -1 or 0 for "left open".
    shape.push(extent === null || extent < 1 ? null : extent);
  }
  return shape;
}
