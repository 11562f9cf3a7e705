/** A tag to be written. `offset` values have 32 bits in classic TIFF and 64 in BigTIFF. */
export type TagToWrite =
  | { readonly tag: number; readonly type: 'short' | 'long' | 'offset'; readonly values: ArrayLike<number> }
  | { readonly tag: number; readonly type: 'rational'; readonly values: readonly [numerator: number, denominator: number] }
  | { readonly tag: number; readonly type: 'ascii'; readonly text: string };

/**
 * A directory as bytes (little-endian) that shall lie at `at` of the file, its long values right behind it. `next` is the place
 * of the next directory or 0. Tags must be in ascending order. The length does not depend on `at`, `next` or any value.
 */
export function encodeDirectory(tags: readonly TagToWrite[], at: number, next: number, big: boolean): Uint8Array {
  const parts = tags.map((tag) => encodeValues(tag, big));
  const room = big ? 8 : 4;
  const entryBytes = big ? 20 : 12;
  const head = (big ? 8 : 2) + tags.length * entryBytes + room;
  const extra = parts.reduce((sum, { bytes }) => sum + (bytes.length > room ? padded(bytes.length) : 0), padded(head) - head);
  const out = new Uint8Array(head + extra);
  const view = new DataView(out.buffer);
  const writeOffset = (place: number, value: number): void => {
    if (big) view.setBigUint64(place, BigInt(value), true);
    else view.setUint32(place, value, true);
  };
  if (big) writeOffset(0, tags.length);
  else view.setUint16(0, tags.length, true);
  let behind = padded(head);
  for (const [i, { bytes, count, type }] of parts.entries()) {
    const entry = (big ? 8 : 2) + i * entryBytes;
    view.setUint16(entry, tags[i]!.tag, true);
    view.setUint16(entry + 2, type, true);
    writeOffset(entry + 4, count);
    if (bytes.length <= room) out.set(bytes, entry + 4 + room);
    else {
      writeOffset(entry + 4 + room, at + behind);
      out.set(bytes, behind);
      behind += padded(bytes.length);
    }
  }
  writeOffset(head - room, next);
  return out;
}

/** Values begin at multiples of 8. */
function padded(length: number): number {
  return Math.ceil(length / 8) * 8;
}

function encodeValues(tag: TagToWrite, big: boolean): { bytes: Uint8Array; count: number; type: number } {
  switch (tag.type) {
    case 'ascii': {
      const bytes = Buffer.from(`${tag.text}\0`, 'utf8');
      return { bytes, count: bytes.length, type: 2 };
    }
    case 'short':
      return { bytes: new Uint8Array(Uint16Array.from(tag.values).buffer), count: tag.values.length, type: 3 };
    case 'long':
      return { bytes: new Uint8Array(Uint32Array.from(tag.values).buffer), count: tag.values.length, type: 4 };
    case 'rational':
      return { bytes: new Uint8Array(Uint32Array.from(tag.values).buffer), count: 1, type: 5 };
    case 'offset': {
      const wide = (): BigUint64Array => BigUint64Array.from(Array.from(tag.values), BigInt);
      const bytes = new Uint8Array((big ? wide() : Uint32Array.from(tag.values)).buffer);
      return { bytes, count: tag.values.length, type: big ? 16 : 4 };
    }
  }
}
