import { crc32c } from '../../../../main/formats/ome-zarr/codecs/crc32c.ts';
import { createMessage, encodeVarint } from '../../../../main/formats/protobuf/write-fields.ts';
import { maskChecksum } from '../../../../main/formats/saved-model/bundle/unmask-checksum.ts';
import type { WeightSpec } from './graph-spec.ts';
import { shapeProto } from './shape-proto.ts';

type Change = (block: Uint8Array) => Uint8Array;
const asItIs: Change = (block) => block;

/**
 * A tensor bundle: one shard, and an index with a key for each weight and the object graph that names them. `change` may damage blocks
 * of the index before their checksums are computed.
 */
export function writeBundle(weights: readonly WeightSpec[], change: Change = asItIs): Map<string, Uint8Array> {
  const shard: Uint8Array[] = [];
  let offset = 0;
  const entries = new Map<string, Uint8Array>();
  const add = (key: string, type: number, shape: readonly number[], bytes: Uint8Array, checksum: number): void => {
    const entry = createMessage();
    entry.integer(1, type);
    entry.message(2, shapeProto(shape));
    if (offset > 0) entry.integer(4, offset);
    entry.integer(5, bytes.length);
    entries.set(key, joined([entry.write(), Uint8Array.of(6 * 8 + 5), uint32(maskChecksum(checksum))]));
    shard.push(bytes);
    offset += bytes.length;
  };
  for (const [i, { shape, values }] of weights.entries()) {
    const bytes = new Uint8Array(Float32Array.from(values).buffer);
    add(keyOf(i), 1, shape, bytes, crc32c(bytes));
  }
  const graph = objectGraph(weights);
  const lengthChecksum = uint32(maskChecksum(crc32c(uint32(graph.length))));
  add(
    '_CHECKPOINTABLE_OBJECT_GRAPH',
    7,
    [],
    joined([encodeVarint(BigInt(graph.length)), lengthChecksum, graph]),
    crc32c(joined([uint32(graph.length), lengthChecksum, graph])),
  );
  const header = createMessage();
  header.integer(1, 1);
  entries.set('', header.write());
  return new Map([
    ['variables/variables.index', table(entries, change)],
    ['variables/variables.data-00000-of-00001', joined(shard)],
  ]);
}

export function keyOf(i: number): string {
  return `layer_with_weights-${i}/value/.ATTRIBUTES/VARIABLE_VALUE`;
}

/** TrackableObjectGraph in which each weight is an object of its own. */
function objectGraph(weights: readonly WeightSpec[]): Uint8Array {
  const graph = createMessage();
  for (const [i, { name }] of weights.entries()) {
    const attribute = createMessage();
    attribute.text(1, 'VARIABLE_VALUE');
    attribute.text(2, name);
    attribute.text(3, keyOf(i));
    const object = createMessage();
    object.message(2, attribute);
    graph.message(1, object);
  }
  return graph.write();
}

/** Entries between restart points, and blocks between entries of the index: small, so that tests meet both. */
const RESTART = 4;
const BLOCK = 10;

/** A sorted string table without compression. */
export function table(entries: ReadonlyMap<string, Uint8Array>, change: Change = asItIs): Uint8Array {
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
  const pieces: Uint8Array[] = [];
  let at = 0;
  const put = (made: Uint8Array): Uint8Array => {
    const block = change(made);
    const whole = joined([block, Uint8Array.of(0)]);
    pieces.push(whole, uint32(maskChecksum(crc32c(whole))));
    const handle = joined([encodeVarint(BigInt(at)), encodeVarint(BigInt(block.length))]);
    at += whole.length + 4;
    return handle;
  };
  const index: [string, Uint8Array][] = [];
  for (let i = 0; i < sorted.length; i += BLOCK) {
    const part = sorted.slice(i, i + BLOCK);
    index.push([part.at(-1)![0], put(tableBlock(part))]);
  }
  const metaHandle = put(tableBlock([]));
  const indexHandle = put(tableBlock(index));
  const handles = joined([metaHandle, indexHandle]);
  const footer = new Uint8Array(48);
  footer.set(handles);
  footer.set([0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb], 40);
  return joined([...pieces, footer]);
}

function tableBlock(entries: readonly (readonly [string, Uint8Array])[]): Uint8Array {
  const pieces: Uint8Array[] = [];
  const restarts: number[] = [0];
  let length = 0;
  let before = '';
  for (const [i, [key, value]] of entries.entries()) {
    if (i > 0 && i % RESTART === 0) {
      restarts.push(length);
      before = '';
    }
    let shared = 0;
    while (shared < before.length && shared < key.length && before[shared] === key[shared]) shared++;
    const rest = Buffer.from(key.slice(shared), 'latin1');
    const piece = joined([...[shared, rest.length, value.length].map((number) => encodeVarint(BigInt(number))), rest, value]);
    pieces.push(piece);
    length += piece.length;
    before = key;
  }
  return joined([...pieces, ...restarts.map(uint32), uint32(restarts.length)]);
}

function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(pieces));
}
