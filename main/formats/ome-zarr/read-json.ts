import { damaged, tooLarge } from '../reading/read-errors.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import type { ZarrStore } from './zarr-store.ts';

/** Limits of a metadata file: bytes, values, and depth of brackets. They bound the memory that parsing takes to some 200 MB. */
export const LARGEST_JSON = 16 * 2 ** 20;
const MOST_VALUES = 1_000_000;
const DEEPEST = 64;

/** Reads a metadata file, an object; undefined where there is none. Throws GroveError 'corrupt' and 'too-large'. */
export async function readJson(store: ZarrStore, key: string): Promise<JsonObject | undefined> {
  const bytes = await store.get(key, LARGEST_JSON);
  if (bytes === undefined) return undefined;
  const entry = { path: store.path, name: `${store.name}/${key}` };
  if (isExcessive(bytes)) throw tooLarge(entry, 'has more values than Grove reads from one metadata file; write the image anew');
  let value: Json;
  try {
    value = parse(Buffer.from(bytes.buffer).toString('utf8'));
  } catch (error) {
    throw damaged(entry, 'it is no JSON document', error);
  }
  if (!isObject(value)) throw damaged(entry, 'it does not hold an object');
  return value;
}

/** Python writes NaN and Infinity as they are, which JSON does not know; they become null then. */
function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    if (!/NaN|Infinity/.test(text)) throw error;
    const plain = text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (found) => (found.startsWith('"') ? found : 'null'));
    return JSON.parse(plain) as Json;
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Counts commas and brackets outside texts, without building anything. */
function isExcessive(bytes: Uint8Array): boolean {
  let values = 0;
  let depth = 0;
  let inText = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (inText) {
      if (byte === BACKSLASH) i++;
      else if (byte === QUOTE) inText = false;
      continue;
    }
    if (byte === QUOTE) inText = true;
    else if (byte === 0x2c) values++;
    else if (byte === 0x5b || byte === 0x7b) {
      values++;
      depth++;
      if (depth > DEEPEST) return true;
    } else if (byte === 0x5d || byte === 0x7d) depth--;
    if (values > MOST_VALUES) return true;
  }
  return false;
}
