import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';

/**
 * Reads a little-endian TIFF of 16 bits, uncompressed or Deflate, chunk after chunk as anyone would over node:zlib: the measure for the
 * rates of the reader that is the product's. Shape (height, width).
 */
export function plainTiff(path: string): Uint16Array {
  const file = readFileSync(path);
  const tags = readTags(file);
  const one = (tag: number, otherwise: number): number => tags.get(tag)?.[0] ?? otherwise;
  const [width, height] = [one(256, 0), one(257, 0)];
  const [across, down] = [one(322, width), one(323, one(278, height))];
  const offsets = tags.get(324) ?? tags.get(273) ?? [];
  const lengths = tags.get(325) ?? tags.get(279) ?? [];
  const columns = Math.ceil(width / across);
  const plane = new Uint16Array(width * height);
  for (const [i, offset] of offsets.entries()) {
    const stored = file.subarray(offset, offset + lengths[i]!);
    const bytes = one(259, 1) === 8 ? inflateSync(stored) : Uint8Array.from(stored);
    const chunk = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
    const rows = chunk.length / across;
    for (let y = 0; y < rows; y++) {
      const row = chunk.subarray(y * across, (y + 1) * across);
      if (one(317, 1) === 2) for (let x = 1; x < across; x++) row[x] = row[x]! + row[x - 1]!;
      plane.set(row, (Math.floor(i / columns) * down + y) * width + (i % columns) * across);
    }
  }
  return plane;
}

function readTags(file: Buffer): Map<number, number[]> {
  const at = file.readUInt32LE(4);
  return new Map(
    Array.from({ length: file.readUInt16LE(at) }, (_, i) => {
      const entry = at + 2 + 12 * i;
      const [type, count] = [file.readUInt16LE(entry + 2), file.readUInt32LE(entry + 4)];
      const size = type === 3 ? 2 : 4;
      const from = size * count > 4 ? file.readUInt32LE(entry + 8) : entry + 8;
      const read = (place: number): number => (size === 2 ? file.readUInt16LE(place) : file.readUInt32LE(place));
      return [file.readUInt16LE(entry), Array.from({ length: count }, (__, k) => read(from + k * size))];
    }),
  );
}
