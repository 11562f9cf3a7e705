import { crc32, createInflateRaw } from 'node:zlib';
import type { ZipEntry } from './zip-directory.ts';
import { RATIO, RATIO_FROM, ratioError } from './zip-ratio.ts';
import { type ZipSource, zipError } from './zip-source.ts';

const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;
const DEFLATE = 8;

const READ_AT_ONCE = 2 ** 20;

/**
 * The bytes of an entry, checked against its CRC-32. Throws GroveError with the codes 'ZIP_TRUNCATED', 'ZIP_CRC', 'ZIP_RATIO' (it
 * unpacks to far more than a network can; measured while unpacking, whatever the headers say) and 'TOO_LARGE' (above `most`).
 */
export async function readZipEntry(source: ZipSource, entry: ZipEntry, most: number): Promise<Uint8Array> {
  if (entry.size > most) {
    const size = entry.size < 2 ** 20 ? `${entry.size} bytes` : `${Math.round(entry.size / 2 ** 20)} MB`;
    throw zipError(source, 'TOO_LARGE', `has a ${entry.name} of ${size}, which is more than Grove reads of it`);
  }
  if (entry.method === 0 && entry.compressedSize !== entry.size) {
    throw damaged(source, entry, 'ZIP_CRC', `is ${entry.compressedSize} bytes long, not ${entry.size} as its list says`);
  }
  const data = await dataOffset(source, entry);
  const bytes = entry.method === DEFLATE ? await inflate(source, entry, data, most) : await stored(source, entry, data);
  if (bytes.length !== entry.size) {
    throw damaged(source, entry, 'ZIP_CRC', `is ${bytes.length} bytes long, not ${entry.size} as its list says`);
  }
  if (crc32(bytes) !== entry.crc32) throw damaged(source, entry, 'ZIP_CRC', 'does not match its checksum');
  return bytes;
}

function damaged(source: ZipSource, { name }: ZipEntry, code: 'ZIP_CRC' | 'ZIP_TRUNCATED', why: string, cause?: unknown) {
  return zipError(source, code, `is damaged: its ${name} ${why}; copy the file again, or export it anew`, cause);
}

/** First byte of the data, behind the local header, which must tell the same as the list. */
async function dataOffset(source: ZipSource, entry: ZipEntry): Promise<number> {
  const { offset } = entry;
  if (offset + LOCAL_BYTES > source.size) throw damaged(source, entry, 'ZIP_TRUNCATED', 'lies beyond the end of the file');
  const header = Buffer.from(await source.read(offset, LOCAL_BYTES, entry.name));
  if (header.readUInt32LE(0) !== LOCAL) throw damaged(source, entry, 'ZIP_TRUNCATED', 'is not where the list says');
  const nameBytes = header.readUInt16LE(26);
  const start = offset + LOCAL_BYTES + nameBytes + header.readUInt16LE(28);
  if (start + entry.compressedSize > source.size) throw damaged(source, entry, 'ZIP_TRUNCATED', 'is cut off');
  const name = Buffer.from(await source.read(offset + LOCAL_BYTES, nameBytes, entry.name));
  const told = [name.toString('utf8'), name.toString('latin1')].map((text) => text.replaceAll('\\', '/'));
  if (!told.includes(entry.name)) throw damaged(source, entry, 'ZIP_TRUNCATED', 'has another name in its own header');
  if (header.readUInt16LE(8) !== entry.method) throw damaged(source, entry, 'ZIP_TRUNCATED', 'contradicts its own header');
  return start;
}

async function stored(source: ZipSource, entry: ZipEntry, from: number): Promise<Uint8Array> {
  if (entry.method !== 0) {
    const how = `has packed its ${entry.name} by method ${entry.method}, which Grove does not know; pack it with ordinary ZIP`;
    throw zipError(source, 'NOT_A_ZIP', how);
  }
  return source.read(from, entry.compressedSize, entry.name);
}

async function inflate(source: ZipSource, entry: ZipEntry, from: number, most: number): Promise<Uint8Array> {
  const inflater = createInflateRaw();
  const chunks: Buffer[] = [];
  let length = 0;
  const finished = new Promise<void>((resolve, reject) => {
    inflater.on('data', (chunk: Buffer) => {
      length += chunk.length;
      chunks.push(chunk);
      if (length > RATIO_FROM && length > RATIO * entry.compressedSize) {
        inflater.destroy(ratioError(source, entry.name));
      } else if (length > Math.min(entry.size, most)) {
        inflater.destroy(damaged(source, entry, 'ZIP_CRC', 'unpacks to more than its list says'));
      }
    });
    inflater.on('end', resolve);
    inflater.on('error', (error: NodeJS.ErrnoException) => {
      const ours = error.name === 'GroveError';
      reject(ours ? error : damaged(source, entry, 'ZIP_CRC', `cannot be unpacked (${error.code ?? 'unknown reason'})`, error));
    });
  });
  finished.catch(() => undefined);
  for (let at = 0; at < entry.compressedSize && !inflater.destroyed; at += READ_AT_ONCE) {
    const part = await source.read(from + at, Math.min(READ_AT_ONCE, entry.compressedSize - at), entry.name);
    if (!inflater.write(part))
      await Promise.race([finished.catch(() => undefined), new Promise((go) => inflater.once('drain', go))]);
  }
  if (!inflater.destroyed) inflater.end();
  await finished;
  const bytes = new Uint8Array(Buffer.allocUnsafeSlow(length).buffer);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
