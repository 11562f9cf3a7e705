import { crc32c } from '../../ome-zarr/codecs/crc32c.ts';
import { readFields, signed, type WireField } from '../../protobuf/read-fields.ts';
import { SavedModelDamage } from '../damage.ts';
import { decodeElements, type ElementType, storedType } from '../proto/data-type.ts';
import { elementCount, readFixedShape } from '../proto/tensor-shape.ts';
import { readTable } from './read-table.ts';
import { unmaskChecksum } from './unmask-checksum.ts';

/** Files of a SavedModel folder, by path in it with forward slashes; null where there is none. */
export interface SavedModelFiles {
  read(name: string): Uint8Array | null;
}

export interface StoredTensor {
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly data: Float32Array | number[];
}

/** The weights of a SavedModel. All methods throw SavedModelDamage or WireError. */
export interface Bundle {
  has(key: string): boolean;
  /** A tensor of numbers; checksums are compared. */
  tensor(key: string): StoredTensor;
  /** The one text of a tensor of texts without axes; null where there is none of that key. */
  text(key: string): Uint8Array | null;
}

interface Entry {
  readonly type: number;
  readonly shape: readonly number[];
  readonly shard: number;
  readonly offset: number;
  readonly size: number;
  readonly checksum: number;
}

const INDEX = 'variables/variables.index';

/** Opens the tensor bundle variables/variables.*. Throws SavedModelDamage. */
export function openBundle(files: SavedModelFiles): Bundle {
  const index = files.read(INDEX);
  if (index === null) throw new SavedModelDamage(`its index of weights (${INDEX}) is missing`);
  const table = readTable(index);
  const shards = shardCount(table.get(''));
  const opened = new Map<number, Uint8Array>();
  // Tensors do not overlap, so what is read of a shard in all is no more than what it has.
  const left = new Map<number, number>();

  function shard(number: number): Uint8Array {
    const known = opened.get(number);
    if (known !== undefined) return known;
    const name = `variables/variables.data-${pad(number)}-of-${pad(shards)}`;
    const bytes = number < shards ? files.read(name) : null;
    if (bytes === null) throw new SavedModelDamage(`its file of weights ${name} is missing`);
    opened.set(number, bytes);
    left.set(number, bytes.length);
    return bytes;
  }

  function bytesOf(key: string, entry: Entry): Uint8Array {
    const bytes = shard(entry.shard);
    if (entry.offset + entry.size > bytes.length) {
      throw new SavedModelDamage(
        `its file of weights ends at byte ${bytes.length}, before ${key} (up to ${entry.offset + entry.size})`,
      );
    }
    const rest = left.get(entry.shard)! - entry.size;
    if (rest < 0) throw new SavedModelDamage('its weights overlap in their file');
    left.set(entry.shard, rest);
    return bytes.subarray(entry.offset, entry.offset + entry.size);
  }

  return {
    has: (key) => table.has(key),
    tensor(key) {
      const stored = table.get(key);
      if (stored === undefined) throw new SavedModelDamage(`its weight ${key} is missing`);
      const entry = readEntry(key, stored);
      const type = storedType(entry.type);
      if (type.bytes === 0) throw new SavedModelDamage(`its weight ${key} is no tensor of numbers`);
      if (elementCount(entry.shape) * type.bytes !== entry.size) {
        throw new SavedModelDamage(`its weight ${key} is said to be ${entry.shape.join(' × ')} but has ${entry.size} bytes`);
      }
      const bytes = bytesOf(key, entry);
      if (crc32c(bytes) !== unmaskChecksum(entry.checksum))
        throw new SavedModelDamage(`the checksum of its weight ${key} is wrong`);
      return { type: type.type, shape: entry.shape, data: decodeElements(bytes, type) };
    },
    text(key) {
      const stored = table.get(key);
      if (stored === undefined) return null;
      const entry = readEntry(key, stored);
      if (storedType(entry.type).type !== 'text' || entry.shape.length !== 0) return null;
      return readText(bytesOf(key, entry), entry.checksum, key);
    },
  };
}

function pad(number: number): string {
  return String(number).padStart(5, '0');
}

/** Reads a BundleHeaderProto. */
function shardCount(header: Uint8Array | undefined): number {
  if (header === undefined) throw new SavedModelDamage('its index of weights has no header');
  let shards = 0;
  for (const { number, wire, varint } of readFields(header)) {
    if (wire !== 0) continue;
    if (number === 1) shards = Number(varint);
    else if (number === 2 && varint !== 0n) throw new SavedModelDamage('its weights are big-endian, which Grove does not read');
  }
  if (shards < 1 || shards > 99_999) throw new SavedModelDamage(`its weights are said to lie in ${shards} files`);
  return shards;
}

/** Reads a BundleEntryProto. */
function readEntry(key: string, bytes: Uint8Array): Entry {
  const numbers = new Map<number, number>();
  let shape: number[] = [];
  let checksum = 0;
  for (const field of readFields(bytes)) {
    if (field.wire === 0) numbers.set(field.number, sizeOf(field, key));
    else if (field.number === 2 && field.wire === 2) shape = readFixedShape(field.bytes);
    else if (field.number === 6 && field.wire === 5) {
      checksum = new DataView(field.bytes.buffer, field.bytes.byteOffset, 4).getUint32(0, true);
    } else if (field.number === 7) throw new SavedModelDamage(`its weight ${key} is stored in slices, which Grove does not read`);
  }
  const [type, shard, offset, size] = [1, 3, 4, 5].map((number) => numbers.get(number) ?? 0);
  return { type: type!, shape, shard: shard!, offset: offset!, size: size!, checksum };
}

function sizeOf({ varint }: WireField, key: string): number {
  const value = signed(varint);
  if (value < 0 || !Number.isSafeInteger(value)) throw new SavedModelDamage(`the entry of its weight ${key} is wrong`);
  return value;
}

/**
 * The only element of a tensor of texts: its length (varint), masked CRC-32C of the length as uint32, its bytes. The checksum of the
 * entry is over the uint32, the four bytes of that CRC, and the bytes.
 */
function readText(bytes: Uint8Array, masked: number, key: string): Uint8Array {
  const wrong = new SavedModelDamage(`its text ${key} is damaged`);
  let length = 0;
  let at = 0;
  for (let factor = 1; ; factor *= 128) {
    const byte = bytes[at++];
    if (byte === undefined || at > 5) throw wrong;
    length += (byte & 127) * factor;
    if (byte < 128) break;
  }
  const text = bytes.subarray(at + 4);
  if (bytes.length < at + 4 || text.length !== length) throw wrong;
  const checked = new Uint8Array(8 + length);
  new DataView(checked.buffer).setUint32(0, length, true);
  const ofLength = new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0, true);
  if (crc32c(checked.subarray(0, 4)) !== unmaskChecksum(ofLength)) throw wrong;
  checked.set(bytes.subarray(at, at + 4), 4);
  checked.set(text, 8);
  if (crc32c(checked) !== unmaskChecksum(masked)) throw wrong;
  return text;
}
