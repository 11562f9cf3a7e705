/**
 * How a value of the contract becomes one run of bytes for HTTP and WebSocket, and back. Text and numbers are JSON; typed
 * arrays are taken out of it and follow as they lie in memory, so that pixels are never text.
 *
 * Layout, little-endian:
 *
 *   0   u32  magic 'GRW1'
 *   4   u32  bytes of the JSON text, J
 *   8   u32  number of arrays, N
 *   12  N × (u32 element type, u32 number of elements)
 *   …   J bytes of JSON, UTF-8, then zeros up to a multiple of 8
 *   …   the arrays in order, each followed by zeros up to a multiple of 8
 *
 * An object with the single key '$' stands for what JSON cannot say: {"$": n} the array number n, {"$": "NaN"},
 * {"$": "Infinity"}, {"$": "-Infinity"}, {"$": "-0"} those numbers, {"$": [v]} a real object {"$": v}.
 */
import { GroveError } from '#core/model/error.ts';
import type { PixelArray } from '#core/model/image.ts';

/** UTF-8 of the platform; `decode` throws on malformed bytes. The contract has no globals but the language's. */
export interface TextCodec {
  encode(text: string): Uint8Array;
  decode(bytes: Uint8Array): string;
}

const ARRAY_TYPES = [
  Uint8Array,
  Int8Array,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  Float32Array,
  Float64Array,
] as const;
const ARRAY_NAMES = ARRAY_TYPES.map((type) => type.name);

const MAGIC = 0x31575247;
const HEADER = 12;
const ENTRY = 8;
const ALIGNMENT = 8;
/** Deeper than anything in the contract, shallow enough for any stack. */
const MAX_DEPTH = 64;
const MAX_BYTES = 2 ** 32 - 1;
const SPECIAL_NUMBERS = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['-0', -0],
]);

const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/** The bytes of a value. Throws GroveError 'internal' for what no call may carry: functions, dates, maps, cycles. */
export function encodeWire(value: unknown, text: TextCodec): Uint8Array<ArrayBuffer> {
  const arrays: PixelArray[] = [];
  const json = text.encode(JSON.stringify(toJson(value, arrays, 0)));
  const textStart = HEADER + arrays.length * ENTRY;
  const total = arrays.reduce((sum, array) => sum + aligned(array.byteLength), aligned(textStart + json.length));
  if (total > MAX_BYTES) throw new GroveError('too-large', `A message of ${total} bytes is more than one message can hold.`);

  const bytes = new Uint8Array(total);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, json.length, true);
  view.setUint32(8, arrays.length, true);
  bytes.set(json, textStart);
  let at = aligned(textStart + json.length);
  for (const [n, array] of arrays.entries()) {
    view.setUint32(HEADER + n * ENTRY, ARRAY_NAMES.indexOf(array[Symbol.toStringTag]), true);
    view.setUint32(HEADER + n * ENTRY + 4, array.length, true);
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += aligned(array.byteLength);
  }
  return bytes;
}

/**
 * The value of the bytes. Its arrays are views of `bytes` where the alignment allows it, copies where not. Throws GroveError
 * 'invalid-input' for anything that `encodeWire` cannot have written.
 */
export function decodeWire(bytes: Uint8Array, text: TextCodec): unknown {
  if (bytes.length < HEADER) throw malformed('it is too short');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== MAGIC) throw malformed('it does not begin with the mark of a Grove message');
  const jsonBytes = view.getUint32(4, true);
  const count = view.getUint32(8, true);
  const textStart = HEADER + count * ENTRY;
  if (textStart + jsonBytes > bytes.length) throw malformed('it is shorter than its header says');

  const arrays: PixelArray[] = [];
  let at = aligned(textStart + jsonBytes);
  for (let n = 0; n < count; n++) {
    const type = ARRAY_TYPES[view.getUint32(HEADER + n * ENTRY, true)];
    if (type === undefined) throw malformed('it holds an array of an unknown type');
    const length = view.getUint32(HEADER + n * ENTRY + 4, true);
    const byteLength = length * type.BYTES_PER_ELEMENT;
    if (at + byteLength > bytes.length) throw malformed('an array is longer than the message');
    const start = bytes.byteOffset + at;
    arrays.push(
      start % type.BYTES_PER_ELEMENT === 0
        ? new type(bytes.buffer as ArrayBuffer, start, length)
        : new type(bytes.slice(at, at + byteLength).buffer, 0, length),
    );
    at += aligned(byteLength);
  }
  if (at !== bytes.length) throw malformed('its length is not what its header says');

  let json: unknown;
  try {
    json = JSON.parse(text.decode(bytes.subarray(textStart, textStart + jsonBytes)));
  } catch {
    throw malformed('its text is not JSON');
  }
  const unused = { arrays, next: 0 };
  const value = fromJson(json, unused, 0);
  if (unused.next !== count) throw malformed('an array belongs to nothing');
  return value;
}

function malformed(reason: string): GroveError {
  return new GroveError('invalid-input', `The message cannot be read: ${reason}.`);
}

function toJson(value: unknown, arrays: PixelArray[], depth: number): unknown {
  if (typeof value === 'number') return numberToJson(value);
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (depth > MAX_DEPTH) throw new GroveError('internal', 'A message is nested too deeply or contains itself.');
  if (Array.isArray(value)) return value.map((item) => toJson(item, arrays, depth + 1));
  if (isPixelArray(value)) {
    arrays.push(value);
    return { $: arrays.length - 1 };
  }
  const kind = Object.prototype.toString.call(value);
  if (kind !== '[object Object]') throw new GroveError('internal', `A message cannot carry ${kind.slice(8, -1)}.`);
  const entries = Object.entries(value as object).filter(([, item]) => item !== undefined);
  const object = Object.fromEntries(entries.map(([key, item]) => [key, toJson(item, arrays, depth + 1)]));
  return entries.length === 1 && '$' in object ? { $: [object] } : object;
}

function numberToJson(value: number): unknown {
  return Number.isFinite(value) && !Object.is(value, -0) ? value : { $: Object.is(value, -0) ? '-0' : String(value) };
}

function isPixelArray(value: unknown): value is PixelArray {
  return ArrayBuffer.isView(value) && ARRAY_NAMES.includes((value as PixelArray)[Symbol.toStringTag]);
}

function fromJson(json: unknown, unused: { arrays: readonly PixelArray[]; next: number }, depth: number): unknown {
  if (typeof json !== 'object' || json === null) return json;
  if (depth > MAX_DEPTH) throw malformed('it is nested too deeply');
  if (Array.isArray(json)) return json.map((item) => fromJson(item, unused, depth + 1));
  const entries = Object.entries(json);
  if (entries.length === 1 && entries[0]![0] === '$') return fromSpecial(entries[0]![1], unused, depth);
  return objectFromJson(entries, unused, depth);
}

function objectFromJson(
  entries: [string, unknown][],
  unused: { arrays: readonly PixelArray[]; next: number },
  depth: number,
): object {
  if (entries.some(([key]) => key === '__proto__')) throw malformed("it has a field called '__proto__'");
  return Object.fromEntries(entries.map(([key, item]) => [key, fromJson(item, unused, depth + 1)]));
}

function fromSpecial(mark: unknown, unused: { arrays: readonly PixelArray[]; next: number }, depth: number): unknown {
  if (typeof mark === 'number') {
    // Both sides walk the value in the same order, so every array is asked for once and in turn.
    if (mark !== unused.next || mark >= unused.arrays.length) throw malformed('it asks for an array that is not there');
    unused.next++;
    return unused.arrays[mark];
  }
  if (typeof mark === 'string' && SPECIAL_NUMBERS.has(mark)) return SPECIAL_NUMBERS.get(mark);
  const inner: unknown = Array.isArray(mark) && mark.length === 1 ? mark[0] : undefined;
  if (typeof inner !== 'object' || inner === null) throw malformed("it misuses the mark '$'");
  return objectFromJson(Object.entries(inner), unused, depth + 1);
}
