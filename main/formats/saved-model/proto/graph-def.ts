import { readFields, utf8 } from '../../protobuf/read-fields.ts';
import { SavedModelDamage } from '../damage.ts';
import { type Attribute, type Attributes, readAttribute } from './attributes.ts';

export interface GraphNode {
  readonly name: string;
  readonly op: string;
  /** References to the outputs of other nodes, control inputs left out. */
  readonly inputs: readonly string[];
  readonly attributes: Attributes;
}

/** Nodes by name. */
export type Nodes = ReadonlyMap<string, GraphNode>;

export interface GraphFunction {
  readonly name: string;
  /** Names of its arguments, in order. */
  readonly inputs: readonly string[];
  /** References to what it returns, in order. */
  readonly results: readonly string[];
  readonly nodes: Nodes;
}

/** The main graph and the functions it calls; functions are read when they are first asked for. */
export interface Graph {
  readonly nodes: Nodes;
  /** Null where there is none of that name. */
  functionNamed(name: string): GraphFunction | null;
}

/** Reads a GraphDef. */
export function readGraph(bytes: Uint8Array): Graph {
  const nodes = new Map<string, GraphNode>();
  const stored = new Map<string, Uint8Array>();
  const read = new Map<string, GraphFunction>();
  for (const field of readFields(bytes)) {
    if (field.number === 1 && field.wire === 2) addNode(field.bytes, nodes);
    if (field.number !== 2 || field.wire !== 2) continue;
    for (const one of readFields(field.bytes)) {
      if (one.number === 1 && one.wire === 2) stored.set(signatureOf(one.bytes).name, one.bytes);
    }
  }
  return {
    nodes,
    functionNamed(name) {
      const known = read.get(name);
      if (known !== undefined) return known;
      const found = stored.get(name);
      if (found === undefined) return null;
      const one = readFunction(found);
      read.set(name, one);
      return one;
    },
  };
}

function addNode(bytes: Uint8Array, nodes: Map<string, GraphNode>): void {
  let [name, op] = ['', ''];
  const inputs: string[] = [];
  const attributes = new Map<string, Attribute>();
  for (const field of readFields(bytes)) {
    if (field.wire !== 2) continue;
    if (field.number === 1) name = utf8(field.bytes);
    else if (field.number === 2) op = utf8(field.bytes);
    else if (field.number === 3) inputs.push(utf8(field.bytes));
    else if (field.number === 5) readAttribute(field.bytes, attributes);
  }
  if (nodes.has(name)) throw new SavedModelDamage(`its graph has two nodes called ${name}`);
  nodes.set(name, { name, op, inputs: inputs.filter((input) => !input.startsWith('^')), attributes });
}

function readFunction(bytes: Uint8Array): GraphFunction {
  const { name, inputs, outputs } = signatureOf(bytes);
  const nodes = new Map<string, GraphNode>();
  const returned = new Map<string, string>();
  for (const field of readFields(bytes)) {
    if (field.number === 3 && field.wire === 2) addNode(field.bytes, nodes);
    if (field.number === 4 && field.wire === 2) {
      const { key, value } = textEntry(field.bytes);
      returned.set(key, value);
    }
  }
  const results = outputs.map((output) => {
    const reference = returned.get(output);
    if (reference === undefined) throw new SavedModelDamage(`the function ${name} does not compute its output ${output}`);
    return reference;
  });
  return { name, inputs, results, nodes };
}

/** Reads the OpDef of a FunctionDef. */
function signatureOf(bytes: Uint8Array): { name: string; inputs: string[]; outputs: string[] } {
  const inputs: string[] = [];
  const outputs: string[] = [];
  let name = '';
  for (const field of readFields(bytes)) {
    if (field.number !== 1 || field.wire !== 2) continue;
    for (const part of readFields(field.bytes)) {
      if (part.wire !== 2) continue;
      if (part.number === 1) name = utf8(part.bytes);
      else if (part.number === 2) inputs.push(argumentName(part.bytes));
      else if (part.number === 3) outputs.push(argumentName(part.bytes));
    }
  }
  return { name, inputs, outputs };
}

function argumentName(bytes: Uint8Array): string {
  for (const field of readFields(bytes)) if (field.number === 1 && field.wire === 2) return utf8(field.bytes);
  return '';
}

/** Entry of a map from text to text. */
function textEntry(bytes: Uint8Array): { key: string; value: string } {
  let [key, value] = ['', ''];
  for (const field of readFields(bytes)) {
    if (field.number === 1 && field.wire === 2) key = utf8(field.bytes);
    else if (field.number === 2 && field.wire === 2) value = utf8(field.bytes);
  }
  return { key, value };
}
