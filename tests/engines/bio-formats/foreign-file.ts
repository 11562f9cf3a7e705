import { writeFileSync } from 'node:fs';

/** First bytes of an ND2 file, as latin-1. */
export const FOREIGN_START = '\xda\xce\xbe\x0a';

/** What the stand-in for bfconvert finds in a file of a format that Grove does not read. */
export interface ForeignImage {
  readonly width: number;
  readonly height: number;
  readonly channels: readonly string[];
  /** In z, and how long it rests after each. */
  readonly planes: number;
  readonly pauseMs: number;
  readonly behaviour: 'convert' | 'fail' | 'hang' | 'nothing written';
}

/** Sample of the image that the stand-in writes. */
export const foreignPixel = (z: number, channel: number, x: number, y: number): number =>
  (z * 300 + channel * 1000 + x * 7 + y * 13) % 4096;

export function writeForeignFile(path: string, image: Partial<ForeignImage> = {}): string {
  const whole = { width: 90, height: 70, channels: ['DAPI', 'GFP'], planes: 4, pauseMs: 0, behaviour: 'convert', ...image };
  writeFileSync(path, `${FOREIGN_START}${JSON.stringify(whole)}`, 'latin1');
  return path;
}
