import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { GroveError } from '#core/model/error.ts';
import { openImage } from '../../main/formats/open-image.ts';
import { encodeTiff, type TestPage } from './encode-tiff.ts';
import { testFolder } from './in-folder.ts';
import { allPlanes, readWhole } from './read-all.ts';
import { seededNumbers } from './seeded-numbers.ts';

const folder = testFolder();

/** Opens a file and reads every pixel of every plane and level; what was thrown, or null. */
async function readAll(path: string): Promise<unknown> {
  try {
    const file = await openImage(path);
    try {
      for (const plane of allPlanes(file.info).slice(0, 20)) {
        for (const level of file.info.levels.keys()) await readWhole(file, plane, level);
      }
      return null;
    } finally {
      await file.close();
    }
  } catch (error) {
    return error;
  }
}

async function errorOf(name: string, bytes: Uint8Array): Promise<GroveError> {
  const error = await readAll(folder.put(name, bytes));
  expect(error).toBeInstanceOf(GroveError);
  const grove = error as GroveError;
  expect(grove.message).toContain(name);
  expect(grove.file).toContain(name);
  return grove;
}

const random = seededNumbers(7);
const noise = (length: number): Uint8Array => Uint8Array.from({ length }, () => 256 * random());

const page = (more: Partial<TestPage> = {}): TestPage => ({
  width: 40,
  height: 30,
  type: 'uint16',
  pixels: Uint16Array.from({ length: 1200 }, (_, i) => (i * 7) % 5000),
  rowsPerStrip: 8,
  ...more,
});
const long = (...values: number[]): { type: number; values: number[] } => ({ type: 4, values });
const tiff = (more: Partial<TestPage>, big = false): Uint8Array => encodeTiff([page(more)], { big });

describe('files that are no images', () => {
  it.each([
    ['nothing.tif', new Uint8Array(0), 'corrupt', /empty/],
    ['noise.tif', noise(5000), 'unsupported', /not an image that Grove knows; Grove reads .*TIFF, .*PNG and JPEG/],
    ['text.png', Buffer.from('These are notes.'), 'unsupported', /not an image/],
    ['cells.czi', Buffer.from(`ZISRAWFILE${'\0'.repeat(600)}`), 'corrupt', /cells\.czi is damaged/],
    [
      'cells.lif',
      Buffer.from('p\0\0\0\x10\0\0\0*xxxx', 'latin1'),
      'unsupported',
      /Leica LIF file.*Bio-Formats.*openmicroscopy\.org.*OME-TIFF/,
    ],
    ['cells.nd2', Buffer.from('\xda\xce\xbe\x0a12345678', 'latin1'), 'unsupported', /Nikon ND2 file.*bfconvert.*OME-TIFF/],
    ['cells.h5', Buffer.from('\x89HDF\r\n\x1a\n1234', 'latin1'), 'unsupported', /HDF5/],
    ['slide.vsi', tiff({}), 'unsupported', /Olympus VSI/],
    ['slide.ndpi', tiff({}), 'unsupported', /Hamamatsu NDPI file/],
    ['work.grove', Buffer.from('SQLite format 3\0more'), 'invalid-input', /Open project/],
    ['two.tif', Buffer.from('II'), 'corrupt', /2 bytes/],
    ['seven.tif', Buffer.from('II*\0\x08\0\0', 'latin1'), 'corrupt', /7 bytes/],
  ])('%s', async (name, bytes, kind, message) => {
    const error = await errorOf(name, bytes);
    expect(error).toMatchObject({ kind, message: expect.stringMatching(message) });
  });

  it('that are missing, a folder or a pipe', async () => {
    expect(await readAll(join(folder.path, 'absent.tif'))).toMatchObject({
      kind: 'not-found',
      message: expect.stringMatching(/absent\.tif/),
    });
    mkdirSync(join(folder.path, 'inner.zarr'));
    expect(await readAll(folder.path)).toMatchObject({ kind: 'invalid-input', message: expect.stringMatching(/is a folder/) });
    expect(await readAll(join(folder.path, 'inner.zarr'))).toMatchObject({ message: expect.stringMatching(/OME-Zarr/) });
    const pipe = join(folder.path, 'pipe.tif');
    if (spawnSync('mkfifo', [pipe]).status === 0) {
      expect(await readAll(pipe)).toMatchObject({ kind: 'unsupported', message: expect.stringMatching(/no ordinary file/) });
    }
  });
});

describe('TIFFs that contradict themselves', () => {
  const short = (...values: number[]): { type: number; values: number[] } => ({ type: 3, values });
  const absurd = { 256: long(10 ** 6), 257: long(2 ** 31 - 1) };
  it.each<[string, Uint8Array, string, RegExp]>([
    ['no-width.tif', tiff({ tags: { 256: null } }), 'corrupt', /0 × 30 pixels/],
    ['absurd-strips.tif', tiff({ tags: absurd }), 'corrupt', /declares .* strips|are needed/],
    ['absurd-strip.tif', tiff({ compression: 8, rowsPerStrip: 30, tags: { ...absurd, 278: long(2 ** 31) } }), 'too-large', /GB/],
    ['absurd-tiles.tif', tiff({ tile: [16, 16], tags: absurd }), 'corrupt', /declares .* tiles/],
    ['absurd-tile.tif', tiff({ tile: [16, 16], tags: { 322: long(2 ** 30), 323: long(2 ** 30) } }), 'too-large', /GB/],
    ['too-wide.tif', tiff({ tags: { 256: long(2 ** 32 - 1) } }), 'too-large', /4294967295/],
    ['no-tile-size.tif', tiff({ tile: [16, 16], tags: { 322: long(0) } }), 'corrupt', /tiles of 0/],
    ['samples.tif', tiff({ tags: { 277: short(60_000) } }), 'corrupt', /60000 samples/],
    ['mixed-depth.tif', tiff({ samples: 2, tags: { 258: short(8, 16) } }), 'unsupported', /different depth/],
    ['depth.tif', tiff({ tags: { 258: short(24) } }), 'unsupported', /24 bits/],
    ['half.tif', tiff({ tags: { 339: short(3) } }), 'unsupported', /16 bits \(float\)/],
    ['complex.tif', tiff({ tags: { 339: short(6) } }), 'unsupported', /complex/],
    ['method.tif', tiff({ tags: { 259: short(4711) } }), 'unsupported', /method 4711/],
    ['jpeg2000.tif', tiff({ tags: { 259: short(34712) } }), 'unsupported', /JPEG 2000/],
    ['predictor.tif', tiff({ compression: 8, tags: { 317: short(9) } }), 'unsupported', /predictor 9/],
    ['palette.tif', tiff({ type: 'uint8', photometric: 3 }), 'corrupt', /colour table is missing/],
    ['no-strips.tif', tiff({ tags: { 273: null } }), 'corrupt', /where its pixels are/],
    ['few-strips.tif', tiff({ tags: { 273: long(8, 900) } }), 'corrupt', /4 strips are needed but 2 are listed/],
    ['few-lengths.tif', tiff({ tags: { 279: long(640) } }), 'corrupt', /only 1 have a length/],
    ['zero-rows.tif', tiff({ tags: { 278: long(0) } }), 'corrupt', /0 rows/],
    ['offset.tif', tiff({ tags: { 273: long(8, 700, 2 ** 32 - 10, 900) } }), 'corrupt', /ends before/],
    ['overflow.tif', tiff({ tags: { 279: long(640, 640, 2 ** 32 - 1, 480) } }), 'corrupt', /ends before/],
    [
      'offset64.tif',
      tiff({ tags: { 273: { type: 16, values: [2 ** 60, 1, 1, 1] } } }, true),
      'corrupt',
      /beyond the end of any disk/,
    ],
    ['negative.tif', tiff({ tags: { 273: { type: 9, values: [-5, 8, 8, 8] } } }), 'corrupt', /impossible place/],
    ['short-strip.tif', tiff({ tags: { 279: long(640, 3, 640, 480) } }), 'corrupt', /3 bytes, too few for the 640/],
    [
      'bomb.tif',
      tiff({ width: 30_000, height: 30_000, chunks: [deflateSync('x')], compression: 8, rowsPerStrip: 30_000 }),
      'too-large',
      /GB/,
    ],
    [
      'small-bomb.tif',
      tiff({ width: 9000, height: 9000, chunks: [deflateSync('x')], compression: 8, rowsPerStrip: 9000 }),
      'corrupt',
      /too few/,
    ],
    ['not-lzw.tif', tiff({ tags: { 259: short(5) } }), 'corrupt', /cannot be decoded/],
    ['not-deflate.tif', tiff({ tags: { 259: short(8) } }), 'corrupt', /cannot be decoded/],
    ['not-zstd.tif', tiff({ tags: { 259: short(50000) } }), 'corrupt', /cannot be decoded/],
    [
      'not-packbits.tif',
      tiff({ chunks: Array.from({ length: 4 }, () => new Uint8Array(300).fill(128)), tags: { 259: short(32773) } }),
      'corrupt',
      /0 of 640/,
    ],
    ['not-jpeg.tif', tiff({ type: 'uint8', tags: { 259: short(7) } }), 'corrupt', /no JPEG stream/],
    ['not-fax.tif', tiff({ type: 'uint8', tags: { 258: short(1), 259: short(4) } }), 'corrupt', /cannot be decoded/],
    [
      'many-planes.ome.tif',
      tiff({ description: omeXml('SizeZ="99999999" SizeC="9" SizeT="9"') }),
      'corrupt',
      /declares 8099999919 planes/,
    ],
    ['fraction.tif', tiff({ tags: { 273: { type: 5, values: [17, 2, 9, 1, 9, 1, 9, 1] } } }), 'corrupt', /impossible place/],
    ['fractional-width.tif', tiff({ tags: { 256: { type: 5, values: [81, 2] } } }), 'corrupt', /tag 256 is 40.5/],
    ['levels.tif', tiff({ tags: { 330: long(7, 8, 9) } }), 'corrupt', /damaged/],
    ['many-levels.tif', tiff({ tags: { 330: long(...Array<number>(500).fill(8)) } }), 'too-large', /500 values/],
  ])('%s', async (name, bytes, kind, message) => {
    const error = await errorOf(name, bytes);
    expect(error).toMatchObject({ kind, message: expect.stringMatching(message) });
  });

  function omeXml(sizes: string): string {
    return `<OME><Image><Pixels DimensionOrder="XYZCT" ${sizes}><TiffData/></Pixels></Image></OME>`;
  }

  it('whose pages go round in a circle', async () => {
    const bytes = encodeTiff([page(), page()]);
    const first = bytes.readUInt32LE(4);
    const second = bytes.readUInt32LE(first + 2 + 12 * bytes.readUInt16LE(first));
    const lastNext = second + 2 + 12 * bytes.readUInt16LE(second);
    for (const target of [first, second]) {
      bytes.writeUInt32LE(target, lastNext);
      expect(await errorOf('circle.tif', bytes)).toMatchObject({ kind: 'corrupt', message: expect.stringMatching(/circle/) });
    }
    bytes.writeUInt32LE(0, 4);
    expect(await errorOf('pageless.tif', bytes)).toMatchObject({ kind: 'corrupt', message: expect.stringMatching(/no page/) });
  });

  it('whose smaller resolutions are the pages above them', async () => {
    const bytes = encodeTiff([page({ below: [page({ width: 20, height: 15, pixels: new Uint16Array(300) })] })]);
    const first = bytes.readUInt32LE(4);
    const entries = Array.from({ length: bytes.readUInt16LE(first) }, (_, i) => first + 2 + 12 * i);
    const entry = entries.find((at) => bytes.readUInt16LE(at) === 330)!;
    bytes.writeUInt32LE(first, entry + 8);
    const file = await openImage(folder.put('own-level.tif', bytes));
    expect(file.info.levels).toHaveLength(1);
    await file.close();
  });

  it('whose stack of one directory is cut off', async () => {
    const made = page({ rowsPerStrip: 30, description: 'ImageJ=1\nimages=9\nslices=9\n' });
    expect(await errorOf('cut-stack.tif', encodeTiff([made]))).toMatchObject({
      message: expect.stringMatching(/last of its 9 planes/),
    });
  });
});

describe('files that were cut off', () => {
  const gradient = Buffer.from(Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * i) % 251));
  const raw = { raw: { width: 64, height: 64, channels: 3 } } as const;
  const files: Record<string, () => Promise<Buffer> | Buffer> = {
    'strips.tif': () => encodeTiff([page(), page()]),
    'tiles.tif': () => encodeTiff([page({ tile: [16, 16], compression: 8 })], { big: true, bigEndian: true }),
    'image.png': () => sharp(gradient, raw).png().toBuffer(),
    'image.jpg': () => sharp(gradient, raw).jpeg().toBuffer(),
    'progressive.jpg': () => sharp(gradient, raw).jpeg({ progressive: true }).toBuffer(),
  };
  it.each(Object.keys(files))('%s, at 40 places', async (name) => {
    const whole = await files[name]!();
    expect(await readAll(folder.put(name, whole))).toBeNull();
    for (let i = 0; i < 40; i++) {
      const length = Math.floor(((i + 0.5) / 40) * (whole.length - 2));
      const error = await errorOf(`cut-${name}`, whole.subarray(0, length));
      expect(['corrupt', 'unsupported']).toContain(error.kind);
    }
    for (let missing = 1; missing < 12; missing++) {
      // The last byte may be padding that nobody needs.
      const error = await readAll(folder.put(`end-${name}`, whole.subarray(0, whole.length - missing)));
      if (missing > 4) expect(error).toMatchObject({ kind: 'corrupt' });
    }
  });

  it('or declare a size that their bytes cannot hold', async () => {
    const png = Buffer.from(await files['image.png']!());
    for (const [width, height, kind] of [
      [60_000, 60_000, 'too-large'],
      [20_000, 20_000, 'corrupt'],
      [0, 5, 'corrupt'],
    ] as const) {
      png.writeUInt32BE(width, 16);
      png.writeUInt32BE(height, 20);
      expect(await errorOf('huge.png', png)).toMatchObject({ kind });
    }
    const jpeg = Buffer.from(await files['image.jpg']!());
    const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
    jpeg.writeUInt16BE(65_000, frame + 5);
    jpeg.writeUInt16BE(65_000, frame + 7);
    expect(await errorOf('huge.jpg', jpeg)).toMatchObject({ kind: 'too-large' });
    jpeg.writeUInt16BE(3000, frame + 5);
    jpeg.writeUInt16BE(3000, frame + 7);
    expect(await errorOf('large.jpg', jpeg)).toMatchObject({ kind: 'corrupt' });
  });
});

describe('files with bits that flipped', () => {
  const whole: Record<string, Buffer> = {
    'strips.tif': encodeTiff([page({ compression: 5 }), page()], { bigEndian: true }),
    'tiles.tif': encodeTiff(
      [
        page({
          tile: [16, 16],
          compression: 8,
          predictor: 2,
          below: [page({ width: 20, height: 15, pixels: new Uint16Array(300) })],
        }),
      ],
      { big: true },
    ),
    'zstd.tif': encodeTiff([
      page({ compression: 50000, description: 'ImageJ=1\nimages=2\nslices=2\n' }),
      page({ compression: 32773 }),
    ]),
    'ome.tif': encodeTiff([
      page({
        description:
          '<OME><Image><Pixels DimensionOrder="XYZCT" SizeC="1" SizeZ="2" SizeT="1"><TiffData/></Pixels></Image></OME>',
      }),
      page(),
    ]),
  };
  it.each(Object.keys(whole))('%s never does anything but read or fail with a GroveError', async (name) => {
    const flip = seededNumbers(name.length);
    const before = process.memoryUsage.rss();
    let failed = 0;
    for (let run = 0; run < 150; run++) {
      const bytes = Buffer.from(whole[name]!);
      const flips = 1 + Math.floor(4 * flip());
      // Half of the flips hit the directories at the end rather than the pixels.
      for (let k = 0; k < flips; k++) {
        const at =
          flip() < 0.5 ? Math.floor(flip() * bytes.length) : bytes.length - 1 - Math.floor(flip() * Math.min(bytes.length, 300));
        bytes[at]! ^= 1 << Math.floor(8 * flip());
      }
      const error = await readAll(folder.put(`flipped-${name}`, bytes));
      if (error === null) continue;
      failed++;
      if (!(error instanceof GroveError)) throw error;
      expect(['corrupt', 'unsupported', 'too-large']).toContain(error.kind);
    }
    expect(failed).toBeGreaterThan(10);
    expect(process.memoryUsage.rss() - before).toBeLessThan(700 * 2 ** 20);
  });
});
