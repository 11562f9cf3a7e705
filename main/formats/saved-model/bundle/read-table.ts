import { crc32c } from '../../ome-zarr/codecs/crc32c.ts';
import { SavedModelDamage } from '../damage.ts';
import { LIMITS } from '../limits.ts';
import { unmaskChecksum } from './unmask-checksum.ts';

const FOOTER_BYTES = 48;
const MAGIC = [0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb];
/** After each block: one byte for its compression, four for its checksum. */
const TRAILER_BYTES = 5;

interface Handle {
  readonly offset: number;
  readonly size: number;
}

/**
 * Entries of a sorted string table, by key:
 *
 *     footer = handles of the metaindex and of the index, padded to 40 bytes, magic number
 *     handle = offset, size (varints)
 *     block  = entries, restart offsets (uint32 each), number of restarts (uint32) | type | masked CRC-32C
 *     entry  = bytes shared with the key before, bytes not shared, length of the value (varints), rest of the key, value
 *
 * Values are views, keys are read as Latin-1. Only blocks without compression. Throws SavedModelDamage.
 */
export function readTable(file: Uint8Array): Map<string, Uint8Array> {
  if (file.length < FOOTER_BYTES) throw new SavedModelDamage('its index of weights is cut off');
  const footer = file.subarray(file.length - FOOTER_BYTES);
  if (MAGIC.some((byte, i) => footer[40 + i] !== byte))
    throw new SavedModelDamage('its index of weights does not end as one should');
  const metaindex = readHandle(footer, 0);
  const { handle: index } = readHandle(footer, metaindex.next);
  const entries = new Map<string, Uint8Array>();
  let keyBytes = 0;
  let end = 0;
  readBlock(file, index, (_, value) => {
    const { handle } = readHandle(value, 0);
    // Blocks follow each other, so none is read twice.
    if (handle.offset < end) throw new SavedModelDamage('its index of weights has blocks that overlap');
    end = handle.offset + handle.size;
    readBlock(file, handle, (key, found) => {
      keyBytes += key.length;
      if (entries.size >= LIMITS.bundleEntries || keyBytes > LIMITS.allKeyBytes) {
        throw new SavedModelDamage(`its index of weights has more than ${LIMITS.bundleEntries} entries, or too long ones`);
      }
      entries.set(Buffer.from(key).toString('latin1'), found);
    });
  });
  return entries;
}

function readBlock(file: Uint8Array, { offset, size }: Handle, each: (key: Uint8Array, value: Uint8Array) => void): void {
  if (offset + size + TRAILER_BYTES > file.length)
    throw new SavedModelDamage('a block of its index of weights lies behind the end');
  const block = file.subarray(offset, offset + size);
  const view = new DataView(file.buffer, file.byteOffset + offset, size + TRAILER_BYTES);
  if (block.length < 4) throw new SavedModelDamage('a block of its index of weights is too short');
  if (view.getUint8(size) !== 0) throw new SavedModelDamage('its index of weights is compressed, which Grove does not read');
  if (crc32c(file.subarray(offset, offset + size + 1)) !== unmaskChecksum(view.getUint32(size + 1, true))) {
    throw new SavedModelDamage('a checksum of its index of weights is wrong');
  }
  const restarts = view.getUint32(size - 4, true);
  const end = size - 4 - 4 * restarts;
  if (end < 0) throw new SavedModelDamage('a block of its index of weights is too short');
  let key = new Uint8Array(0);
  for (let at = 0; at < end; ) {
    const shared = varintAt(block, at);
    const unshared = varintAt(block, shared.next);
    const length = varintAt(block, unshared.next);
    const start = length.next;
    at = start + unshared.value + length.value;
    if (shared.value > key.length || at > end || shared.value + unshared.value > LIMITS.keyBytes) {
      throw new SavedModelDamage('an entry of its index of weights is wrong');
    }
    const next = new Uint8Array(shared.value + unshared.value);
    next.set(key.subarray(0, shared.value));
    next.set(block.subarray(start, start + unshared.value), shared.value);
    key = next;
    each(key, block.subarray(start + unshared.value, at));
  }
}

function readHandle(bytes: Uint8Array, at: number): { handle: Handle; next: number } {
  const offset = varintAt(bytes, at);
  const size = varintAt(bytes, offset.next);
  return { handle: { offset: offset.value, size: size.value }, next: size.next };
}

/** Varint of at most 2^53. */
export function varintAt(bytes: Uint8Array, at: number): { value: number; next: number } {
  let value = 0;
  let factor = 1;
  for (let i = at; i < bytes.length && i < at + 8; i++) {
    const byte = bytes[i]!;
    value += (byte & 127) * factor;
    if (byte < 128 && Number.isSafeInteger(value)) return { value, next: i + 1 };
    factor *= 128;
  }
  throw new SavedModelDamage('a number in its index of weights is cut off or too large');
}
