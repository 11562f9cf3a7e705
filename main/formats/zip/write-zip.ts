import { crc32, deflateRawSync } from 'node:zlib';

/** One file of an archive. */
export interface ZipFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Deflated; stored when left out. */
  readonly packed?: boolean;
}

/** 1 January 1980, the first day that the format knows: the same files give the same archive whenever it is written. */
const DAY_ONE = 0x21;

/**
 * A ZIP archive without folders, ZIP64 or comments, in the order given, as programs that export networks write it. Throws RangeError
 * beyond 4 GB, the limit of the format.
 */
export function writeZip(files: readonly ZipFile[]): Uint8Array<ArrayBuffer> {
  const pieces: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const { name, bytes, packed = false } of files) {
    const data = packed ? deflateRawSync(bytes) : bytes;
    const text = Buffer.from(name, 'utf8');
    // Version, flags, method, time, date, checksum, both sizes and the length of the name: the same in both headers.
    const common = Buffer.alloc(24);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(packed ? 8 : 0, 4);
    common.writeUInt16LE(DAY_ONE, 8);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(text.length, 22);
    pieces.push(Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.alloc(2), text, data);
    const rest = Buffer.alloc(16);
    rest.writeUInt32LE(at, 12);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, rest, text);
    at += 30 + text.length + data.length;
  }
  const size = directory.reduce((sum, piece) => sum + piece.length, 0);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(size, 8);
  end.writeUInt32LE(at, 12);
  return joined([...pieces, ...directory, Buffer.from('PK\x05\x06', 'latin1'), end]);
}

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
