import { readFields, utf8 } from '../../protobuf/read-fields.ts';
import { SavedModelDamage } from '../damage.ts';
import { LIMITS } from '../limits.ts';
import { type Graph, readGraph } from './graph-def.ts';
import { readTensorShape } from './tensor-shape.ts';

/** A tensor that enters or leaves the network. */
export interface SignatureTensor {
  /** Name for users of the network. */
  readonly key: string;
  /** Reference into the main graph, `node:output`. */
  readonly tensor: string;
  /** Number of the element type. */
  readonly type: number;
  readonly shape: readonly (number | null)[] | null;
}

export interface Signature {
  readonly inputs: readonly SignatureTensor[];
  readonly outputs: readonly SignatureTensor[];
}

export interface SavedModel {
  readonly graph: Graph;
  readonly signature: Signature;
  /** Node that restores the weights; null where the file does not say. */
  readonly restoreNode: string | null;
  /** Version of TensorFlow that wrote it; empty where it is not said. */
  readonly tensorFlow: string;
}

/** Reads saved_model.pb: the graph that serves, and its default signature. Throws SavedModelDamage or WireError. */
export function readSavedModel(bytes: Uint8Array): SavedModel {
  const graphs: Uint8Array[] = [];
  for (const field of readFields(bytes)) if (field.number === 2 && field.wire === 2) graphs.push(field.bytes);
  const serving = graphs.find((graph) => metaInfo(graph).tags.includes('serve'));
  if (serving === undefined) throw new SavedModelDamage('it has no graph for use (tagged "serve"), only for training or none');
  let graph: Graph | null = null;
  let restoreNode: string | null = null;
  const signatures = new Map<string, Signature>();
  for (const field of readFields(serving)) {
    if (field.wire !== 2) continue;
    if (field.number === 2) graph = readGraph(field.bytes);
    else if (field.number === 3) restoreNode = restoreName(field.bytes);
    else if (field.number === 5) readSignatureEntry(field.bytes, signatures);
  }
  if (graph === null) throw new SavedModelDamage('it has no graph');
  return { graph, signature: chooseSignature(signatures), restoreNode, tensorFlow: metaInfo(serving).version };
}

function chooseSignature(signatures: ReadonlyMap<string, Signature>): Signature {
  const usable = [...signatures].filter(([, { inputs, outputs }]) => inputs.length > 0 && outputs.length > 0);
  const chosen = signatures.get('serving_default') ?? (usable.length === 1 ? usable[0]![1] : undefined);
  if (chosen === undefined) {
    const names = [...signatures.keys()].slice(0, 5).join(', ');
    throw new SavedModelDamage(`it has no default signature${names === '' ? '' : ` (only ${names})`}`);
  }
  if (chosen.inputs.length > LIMITS.ends || chosen.outputs.length > LIMITS.ends) {
    throw new SavedModelDamage(`its signature has more than ${LIMITS.ends} inputs or outputs`);
  }
  if (chosen.inputs.length === 0 || chosen.outputs.length === 0)
    throw new SavedModelDamage('its signature has no input or no output');
  return chosen;
}

function metaInfo(graph: Uint8Array): { tags: string[]; version: string } {
  const tags: string[] = [];
  let version = '';
  for (const field of readFields(graph)) {
    if (field.number !== 1 || field.wire !== 2) continue;
    for (const part of readFields(field.bytes)) {
      if (part.number === 4 && part.wire === 2) tags.push(utf8(part.bytes));
      else if (part.number === 5 && part.wire === 2) version = utf8(part.bytes);
    }
  }
  return { tags, version };
}

/** Name of the restoring node in a SaverDef. */
function restoreName(bytes: Uint8Array): string | null {
  for (const field of readFields(bytes)) if (field.number === 3 && field.wire === 2) return utf8(field.bytes);
  return null;
}

function readSignatureEntry(bytes: Uint8Array, into: Map<string, Signature>): void {
  let key = '';
  const inputs: SignatureTensor[] = [];
  const outputs: SignatureTensor[] = [];
  for (const field of readFields(bytes)) {
    if (field.number === 1 && field.wire === 2) key = utf8(field.bytes);
    if (field.number !== 2 || field.wire !== 2) continue;
    for (const part of readFields(field.bytes)) {
      if (part.number === 1 && part.wire === 2) inputs.push(signatureTensor(part.bytes));
      else if (part.number === 2 && part.wire === 2) outputs.push(signatureTensor(part.bytes));
    }
  }
  // Maps have no order of their own; sorted, the same network is always written the same.
  const byKey = (a: SignatureTensor, b: SignatureTensor): number => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
  into.set(key, { inputs: inputs.sort(byKey), outputs: outputs.sort(byKey) });
}

function signatureTensor(entry: Uint8Array): SignatureTensor {
  let key = '';
  let tensor = '';
  let type = 0;
  let shape: (number | null)[] | null = null;
  for (const field of readFields(entry)) {
    if (field.number === 1 && field.wire === 2) key = utf8(field.bytes);
    if (field.number !== 2 || field.wire !== 2) continue;
    for (const part of readFields(field.bytes)) {
      if (part.number === 1 && part.wire === 2) tensor = utf8(part.bytes);
      else if (part.number === 2 && part.wire === 0) type = Number(part.varint);
      else if (part.number === 3 && part.wire === 2) shape = readTensorShape(part.bytes);
    }
  }
  return { key, tensor, type, shape };
}
