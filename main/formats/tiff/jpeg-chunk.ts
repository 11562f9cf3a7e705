import { decodeWithSharp } from '../png-jpeg/decode-with-sharp.ts';
import { Photometric } from './tags.ts';

const START_OF_IMAGE = 0xd8;
const END_OF_IMAGE = 0xd9;
const START_OF_SCAN = 0xda;
const JFIF = 0xe0;
const ADOBE = 0xee;

/**
 * Decodes a JPEG chunk of a TIFF (TIFF Technical Note 2): the tables of tag 347 are put before the chunk's own segments. The
 * colour space follows from the photometric interpretation, whatever markers a writer left, and is told to the decoder with an
 * Adobe marker. Returns interleaved samples. Throws Error where the data are broken or of another size.
 */
export async function decodeJpegChunk(
  chunk: Uint8Array,
  tables: Uint8Array | null,
  photometric: number,
  width: number,
  height: number,
  samples: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const stream = Buffer.concat([
    Buffer.from([0xff, START_OF_IMAGE]),
    samples === 3 ? adobeMarker(photometric === Photometric.yCbCr ? 1 : 0) : Buffer.alloc(0),
    ...(tables === null ? [] : segments(tables)),
    ...segments(chunk),
  ]);
  const decoded = await decodeWithSharp(stream, { channels: samples === 3 ? 3 : 1, deep: false });
  if (samples !== 1 && samples !== 3) throw new Error(`JPEG data with ${samples} channels are not supported`);
  if (decoded.width !== width || decoded.height < height || decoded.channels !== samples) {
    throw new Error(`it holds ${decoded.width} × ${decoded.height} pixels instead of ${width} × ${height}`);
  }
  return decoded.data.subarray(0, width * height * samples);
}

function adobeMarker(transform: number): Buffer {
  const payload = Buffer.from([0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, transform]);
  return Buffer.concat([Buffer.from([0xff, ADOBE, 0, payload.length + 2]), payload]);
}

/** Segments of a JPEG stream without its start and without colour markers; from the scan on, everything. */
function segments(stream: Uint8Array): Uint8Array[] {
  if (stream[0] !== 0xff || stream[1] !== START_OF_IMAGE) throw new Error('it is no JPEG stream');
  const parts: Uint8Array[] = [];
  for (let at = 2; at + 4 <= stream.length; ) {
    if (stream[at] !== 0xff) throw new Error('its JPEG markers are broken');
    const marker = stream[at + 1]!;
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === END_OF_IMAGE) break;
    if (marker === START_OF_SCAN) {
      parts.push(stream.subarray(at));
      break;
    }
    const end = at + 2 + stream[at + 2]! * 256 + stream[at + 3]!;
    if (end > stream.length) throw new Error('its JPEG header ends early');
    if (marker !== JFIF && marker !== ADOBE) parts.push(stream.subarray(at, end));
    at = end;
  }
  return parts;
}
