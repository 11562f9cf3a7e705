import sharp from 'sharp';
import { cziImage } from '../../formats/czi-writer/czi-image.ts';
import { encodeTiff, type TestPage } from '../../formats/encode-tiff.ts';
import type { Reader } from './fuzz-images.ts';

export interface KnownImage {
  readonly bytes: Uint8Array;
  /** Where its structure is, in bytes from the start. */
  readonly places: readonly number[];
}

/** Small sound images of a reader: every compression, layout and structure that our own writers of the tests can make. */
export async function knownImages(reader: Reader): Promise<KnownImage[]> {
  if (reader === 'czi') return czis();
  return reader === 'tiff' ? tiffs() : pngsAndJpegs();
}

async function czis(): Promise<KnownImage[]> {
  const value = (s: number, c: number, z: number, t: number, x: number, y: number): number =>
    s + c * 10 + z * 100 + t + ((x * y) % 97);
  const files: Uint8Array[] = [];
  for (const compression of [0, 2, 5, 6]) {
    files.push(
      await cziImage({ scenes: [{ width: 40, height: 30 }], sizeC: 2, sizeZ: 2, sizeT: 1, tile: 32, compression, value }),
    );
  }
  const scenes = [
    { width: 40, height: 30 },
    { width: 24, height: 20 },
  ];
  files.push(await cziImage({ scenes, sizeC: 1, sizeZ: 1, sizeT: 2, tile: 16, pyramid: 2, timeStamps: [1, 2], value }));
  return files.map((bytes) => ({ bytes, places: segmentsOf(bytes) }));
}

/** The segments of a CZI and, in its directory, the entries. */
function segmentsOf(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const places: number[] = [];
  for (let at = 0; at + 32 <= bytes.length; at += 32 + Number(view.getBigInt64(at + 16, true))) {
    places.push(at, at + 32);
    const directory = Buffer.from(bytes.subarray(at, at + 16))
      .toString('latin1')
      .startsWith('ZISRAWDIRECTORY');
    if (directory) for (let entry = at + 160; entry < bytes.length && places.length < 200; entry += 96) places.push(entry);
  }
  return places;
}

function tiffs(): KnownImage[] {
  const [width, height] = [40, 24];
  const pixels = Uint16Array.from({ length: width * height }, (_, i) => (i * i) % 4001);
  const eight = Uint8Array.from({ length: 3 * width * height }, (_, i) => (i * 7) % 251);
  const page: TestPage = { width, height, type: 'uint16', pixels };
  const colour: TestPage = { width, height, type: 'uint8', pixels: eight, samples: 3, photometric: 2 };
  const half: TestPage = { width: 20, height: 12, type: 'uint16', pixels: pixels.slice(0, 240) };
  const files = [1, 5, 8, 32773, 50000].flatMap((compression) => [
    encodeTiff([
      { ...page, compression, tile: [16, 16] },
      { ...page, compression },
    ]),
    encodeTiff([{ ...colour, compression, rowsPerStrip: 7 }], { bigEndian: true }),
  ]);
  files.push(encodeTiff([{ ...page, below: [half] }], { big: true }));
  files.push(encodeTiff([{ ...page, compression: 8, predictor: 2 }, page, page]));
  files.push(encodeTiff([{ ...page, description: 'ImageJ=1.54f\nimages=3\nslices=3\nhyperstack=true\n' }, page, page]));
  files.push(encodeTiff([{ ...page, description: omeXml(3) }, page, page]));
  return files.map((bytes) => ({ bytes, places: [0, 4, ...directoriesOf(bytes)] }));
}

const omeXml = (planes: number): string =>
  '<?xml version="1.0"?><OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06"><Image ID="Image:0" Name="a">' +
  `<Pixels ID="Pixels:0" DimensionOrder="XYZCT" Type="uint16" SizeX="40" SizeY="24" SizeZ="${planes}" SizeC="1" SizeT="1">` +
  `<Channel ID="Channel:0:0" SamplesPerPixel="1"/><TiffData IFD="0" PlaneCount="${planes}"/></Pixels></Image></OME>`;

/** Entries of directories, found by the tags of a width and a height that follow each other. */
function directoriesOf(bytes: Uint8Array): number[] {
  const places: number[] = [];
  const [big, order] = [bytes[2] === 43 || bytes[3] === 43, bytes[0] === 0x49];
  const step = big ? 20 : 12;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at + step + 2 < bytes.length; at++) {
    if (view.getUint16(at, order) !== 256 || view.getUint16(at + step, order) !== 257) continue;
    for (let entry = 0; entry < 14; entry++) places.push(at + entry * step);
  }
  return places;
}

async function pngsAndJpegs(): Promise<KnownImage[]> {
  const raw = { width: 40, height: 24, channels: 3 } as const;
  const colour = Buffer.from(Uint8Array.from({ length: 3 * 40 * 24 }, (_, i) => (i * 7) % 251));
  const files = [
    await sharp(colour, { raw }).png().toBuffer(),
    await sharp(colour, { raw }).png({ palette: true, colours: 16 }).toBuffer(),
    await sharp(colour, { raw }).png({ progressive: true }).toBuffer(),
    await sharp(colour, { raw }).toColourspace('grey16').png().toBuffer(),
    await sharp(colour, { raw }).jpeg().toBuffer(),
    await sharp(colour, { raw }).jpeg({ progressive: true }).toBuffer(),
    await sharp(colour, { raw }).grayscale().jpeg({ quality: 30 }).toBuffer(),
  ];
  return files.map((bytes) => ({ bytes, places: [0, 16, 32] }));
}
