import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipOptions {
  /** Packs the entries. */
  readonly deflate?: boolean;
  /** Writes all sizes and places in their 64-bit forms. */
  readonly zip64?: boolean;
  /** Changes a header of the list (46 bytes and what follows) before it is written. */
  readonly change?: (name: string, header: Buffer) => void;
  readonly comment?: string;
}

/** A ZIP archive by the book (PKWARE APPNOTE 6.3). */
export function encodeZip(entries: Iterable<readonly [string, Uint8Array]>, options: ZipOptions = {}): Buffer {
  const { deflate = false, zip64 = false, comment = '' } = options;
  const parts: Buffer[] = [];
  const list: Buffer[] = [];
  let at = 0;
  for (const [name, bytes] of entries) {
    const packed = deflate ? deflateRawSync(bytes) : Buffer.from(bytes);
    const title = Buffer.from(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(deflate ? 8 : 0, 8);
    local.writeUInt32LE(crc32(bytes), 14);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(bytes.length, 22);
    local.writeUInt16LE(title.length, 26);
    const extra = Buffer.alloc(zip64 ? 28 : 0);
    if (zip64) {
      extra.writeUInt16LE(1, 0);
      extra.writeUInt16LE(24, 2);
      for (const [i, value] of [bytes.length, packed.length, at].entries()) extra.writeBigUInt64LE(BigInt(value), 4 + 8 * i);
    }
    const header = Buffer.alloc(46);
    header.writeUInt32LE(0x02014b50, 0);
    header.writeUInt16LE(deflate ? 8 : 0, 10);
    header.writeUInt32LE(crc32(bytes), 16);
    header.writeUInt32LE(zip64 ? 0xffffffff : packed.length, 20);
    header.writeUInt32LE(zip64 ? 0xffffffff : bytes.length, 24);
    header.writeUInt16LE(title.length, 28);
    header.writeUInt16LE(extra.length, 30);
    header.writeUInt32LE(zip64 ? 0xffffffff : at, 42);
    options.change?.(name, header);
    parts.push(local, title, packed);
    list.push(header, title, extra);
    at += 30 + title.length + packed.length;
  }
  const count = list.length / 3;
  const size = list.reduce((sum, part) => sum + part.length, 0);
  const tail: Buffer[] = [];
  if (zip64) {
    const end = Buffer.alloc(56);
    end.writeUInt32LE(0x06064b50, 0);
    for (const [i, value] of [count, count, size, at].entries()) end.writeBigUInt64LE(BigInt(value), 24 + 8 * i);
    const locator = Buffer.alloc(20);
    locator.writeUInt32LE(0x07064b50, 0);
    locator.writeBigUInt64LE(BigInt(at + size), 8);
    tail.push(end, locator);
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(zip64 ? 0xffff : count, 8);
  end.writeUInt16LE(zip64 ? 0xffff : count, 10);
  end.writeUInt32LE(zip64 ? 0xffffffff : size, 12);
  end.writeUInt32LE(zip64 ? 0xffffffff : at, 16);
  end.writeUInt16LE(Buffer.byteLength(comment), 20);
  return Buffer.concat([...parts, ...list, ...tail, end, Buffer.from(comment)]);
}
