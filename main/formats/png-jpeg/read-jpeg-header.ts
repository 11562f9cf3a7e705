import { cutOff, damaged, unsupported } from '../reading/read-errors.ts';
import type { SourceFile } from '../reading/source-file.ts';
import type { CodedImage } from './coded-image.ts';

/** Baseline, extended and progressive Huffman coding. */
const READABLE_FRAMES = [0xc0, 0xc1, 0xc2];
const START_OF_SCAN = 0xda;
const WINDOW_BYTES = 64 * 2 ** 10;

/** Reads the segments of a JPEG up to the frame header. Throws GroveError 'corrupt' and 'unsupported'. */
export async function readJpegHeader(file: SourceFile): Promise<CodedImage> {
  let window = new DataView(new ArrayBuffer(0));
  let windowStart = 0;
  for (let at = 2; ; ) {
    if (at + 10 > file.size) throw cutOff(file, 'its header');
    if (at < windowStart || at + 10 > windowStart + window.byteLength) {
      window = new DataView((await file.read(at, Math.min(WINDOW_BYTES, file.size - at), 'its header')).buffer);
      windowStart = at;
    }
    const place = at - windowStart;
    if (window.getUint8(place) !== 0xff) throw damaged(file, 'its JPEG markers are broken');
    const marker = window.getUint8(place + 1);
    // Fill bytes and markers without content.
    if (marker === 0xff || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += marker === 0xff ? 1 : 2;
      continue;
    }
    if (marker === START_OF_SCAN) throw damaged(file, 'its pixels begin without a header');
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      if (!READABLE_FRAMES.includes(marker)) throw unsupported(file, 'is a lossless, hierarchical or arithmetic-coded JPEG');
      const bits = window.getUint8(place + 4);
      const height = window.getUint16(place + 5);
      const width = window.getUint16(place + 7);
      const components = window.getUint8(place + 9);
      if (bits !== 8) throw unsupported(file, `is a JPEG of ${bits} bits`);
      if (width === 0 || height === 0 || ![1, 3, 4].includes(components)) throw damaged(file, 'its JPEG header is wrong');
      const notes = components === 4 ? ['The colours (CMYK) are converted to red, green and blue.'] : [];
      // A block of 64 samples takes a bit at least.
      return { width, height, channels: components === 1 ? 1 : 3, deep: false, largestExpansion: 64 * 8, notes };
    }
    const length = window.getUint16(place + 2);
    if (length < 2) throw damaged(file, 'its JPEG markers are broken');
    at += 2 + length;
  }
}
