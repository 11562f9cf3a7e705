import { readFields, utf8 } from '../../protobuf/read-fields.ts';
import type { Bundle } from './read-bundle.ts';

/** Key of the text that says under which key each variable lies. */
const OBJECT_GRAPH = '_CHECKPOINTABLE_OBJECT_GRAPH';

/**
 * Keys of variables by their full name, from the TrackableObjectGraph of the checkpoint. Names that several objects have lead to
 * all of their keys. Slots of optimisers are left out.
 */
export function checkpointKeys(bundle: Bundle): Map<string, Set<string>> {
  const keys = new Map<string, Set<string>>();
  const graph = bundle.text(OBJECT_GRAPH);
  if (graph === null) return keys;
  for (const node of readFields(graph)) {
    if (node.number !== 1 || node.wire !== 2) continue;
    for (const field of readFields(node.bytes)) {
      if (field.number === 2 && field.wire === 2) addAttribute(field.bytes, keys);
    }
  }
  return keys;
}

/** Reads a SerializedTensor. */
function addAttribute(bytes: Uint8Array, keys: Map<string, Set<string>>): void {
  let [fullName, key] = ['', ''];
  for (const field of readFields(bytes)) {
    if (field.wire !== 2) continue;
    if (field.number === 2) fullName = utf8(field.bytes);
    else if (field.number === 3) key = utf8(field.bytes);
  }
  if (fullName === '' || key === '' || key.includes('/.OPTIMIZER_SLOT/')) return;
  const known = keys.get(fullName);
  if (known === undefined) keys.set(fullName, new Set([key]));
  else known.add(key);
}
