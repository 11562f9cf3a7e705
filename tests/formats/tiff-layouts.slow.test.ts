import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { allocatePixels, type ImageInfo, type PixelArray, type PixelType } from '#core/model/image.ts';
import { openImage } from '../../main/formats/open-image.ts';
import type { ImageFile } from '../../main/services/ports.ts';
import { encodeTiff, type TestPage, type TestTiff } from './encode-tiff.ts';
import { testFolder } from './in-folder.ts';
import { interleaved, readWhole, sha256 } from './read-all.ts';
import { seededNumbers } from './seeded-numbers.ts';

const folder = testFolder();
const WIDTH = 53;
const HEIGHT = 41;

/** Smooth in places, random in others, using the whole range of the type. Shape (height, width, samples). */
function testPixels(type: PixelType, samples = 1, width = WIDTH, height = HEIGHT): PixelArray {
  const random = seededNumbers(type.length + samples);
  const pixels = allocatePixels(type, width * height * samples);
  const bits = 8 * pixels.BYTES_PER_ELEMENT;
  for (let i = 0; i < pixels.length; i++) {
    const smooth = Math.floor(i / samples / width) % 8 < 4;
    const share = smooth ? (i % 17) / 17 : random();
    pixels[i] = type.startsWith('float')
      ? share * 1e4 - 5e3
      : Math.floor(share * 2 ** bits) - (type.startsWith('int') ? 2 ** (bits - 1) : 0);
  }
  return pixels;
}

async function withFile<T>(name: string, bytes: Uint8Array, action: (file: ImageFile) => Promise<T>): Promise<T> {
  const file = await openImage(folder.put(name, bytes));
  try {
    return await action(file);
  } finally {
    await file.close();
  }
}

const infoOf = (bytes: Uint8Array): Promise<ImageInfo> => withFile('info.tif', bytes, async ({ info }) => info);

const page = (type: PixelType, more: Partial<TestPage> = {}): TestPage => ({
  width: WIDTH,
  height: HEIGHT,
  type,
  pixels: testPixels(type, more.samples),
  ...more,
});

async function expectSame(made: TestPage, how: TestTiff): Promise<void> {
  await withFile('layout.tif', encodeTiff([made], how), async (file) => {
    expect(file.info).toMatchObject({ width: WIDTH, height: HEIGHT, pixelType: made.type, sizeZ: 1 });
    expect(sha256([interleaved(await readWhole(file))])).toBe(sha256([made.pixels]));
  });
}

const TYPES: readonly PixelType[] = ['uint8', 'int8', 'uint16', 'int16', 'uint32', 'int32', 'float32', 'float64'];
const COMPRESSIONS = { none: 1, LZW: 5, Deflate: 8, 'old Deflate': 32946, PackBits: 32773, zstd: 50000 };

describe.each(TYPES)('%s', (type) => {
  it.each(Object.entries(COMPRESSIONS))('is read from strips and tiles of either byte order, %s', async (_, compression) => {
    for (const bigEndian of [false, true]) {
      await expectSame(page(type, { compression, rowsPerStrip: 7 }), { bigEndian });
      await expectSame(page(type, { compression, tile: [16, 32] }), { bigEndian, big: true });
    }
  });

  it('is read where a predictor was used', async () => {
    const predictors = type.startsWith('float') ? ([3] as const) : ([2] as const);
    for (const predictor of predictors) {
      for (const bigEndian of [false, true]) {
        for (const samples of [1, 3]) {
          const made = page(type, { samples, photometric: samples === 3 ? 2 : 1, compression: 5, predictor, tile: [32, 16] });
          await expectSame(made, { bigEndian });
        }
      }
    }
  });

  it('is read with several samples, side by side or apart', async () => {
    for (const planar of [false, true]) {
      for (const samples of [2, 3, 4]) {
        const made = page(type, { samples, planar, compression: 8, rowsPerStrip: 10 });
        await expectSame(made, { bigEndian: samples === 3 });
        await expectSame({ ...made, tile: [16, 16] }, {});
      }
    }
  });
});

describe('samples of other widths', () => {
  it.each([1, 2, 4, 6, 10, 12])('%i bits', async (bits) => {
    const random = seededNumbers(bits);
    const values = Array.from({ length: WIDTH * HEIGHT }, () => Math.floor(random() * 2 ** bits));
    const rowBytes = Math.ceil((WIDTH * bits) / 8);
    const packed = new Uint8Array(rowBytes * HEIGHT);
    values.forEach((value, i) => {
      for (let b = 0; b < bits; b++) {
        const at = (i % WIDTH) * bits + b;
        if (value & (1 << (bits - 1 - b))) packed[Math.floor(i / WIDTH) * rowBytes + (at >> 3)]! |= 0x80 >> (at & 7);
      }
    });
    const made = page('uint8', { chunks: [packed], tags: { 258: { type: 3, values: [bits] } } });
    await withFile('bits.tif', encodeTiff([made]), async (file) => {
      expect(file.info.pixelType).toBe(bits > 8 ? 'uint16' : 'uint8');
      expect([...(await readWhole(file)).data]).toEqual(bits === 1 ? values.map((value) => 255 * value) : values);
    });
    const reversed = packed.map((byte) => Number.parseInt(byte.toString(2).padStart(8, '0').split('').reverse().join(''), 2));
    const turned = { ...made, chunks: [reversed], tags: { ...made.tags, 266: { type: 3, values: [2] } } };
    await withFile('turned.tif', encodeTiff([turned]), async (file) => {
      expect([...(await readWhole(file)).data]).toEqual(bits === 1 ? values.map((value) => 255 * value) : values);
    });
  });
});

describe('colours', () => {
  it('expands a colour table', async () => {
    const colors = Array.from({ length: 768 }, (_, i) => ((i * 37) % 256) * 257);
    const made = page('uint8', { photometric: 3, tags: { 320: { type: 3, values: colors } } });
    await withFile('palette.tif', encodeTiff([made]), async (file) => {
      expect(file.info).toMatchObject({
        rgb: true,
        pixelType: 'uint8',
        channels: [{ name: 'Red' }, { name: 'Green' }, { name: 'Blue' }],
      });
      expect(file.info.notes?.join()).toMatch(/colour table/);
      const expected = [0, 256, 512].flatMap((first) => Array.from(made.pixels, (index) => colors[first + index]! >> 8));
      expect([...(await readWhole(file)).data]).toEqual(expected);
    });
  });

  it('leaves alpha out and says so, of colour and of grey', async () => {
    for (const [samples, photometric] of [
      [4, 2],
      [2, 1],
    ] as const) {
      const made = page('uint16', { samples, photometric, tags: { 338: { type: 3, values: [2] } } });
      await withFile('alpha.tif', encodeTiff([made]), async (file) => {
        expect(file.info.channels.length).toBe(samples - 1);
        expect(file.info.notes?.join()).toMatch(/alpha/);
        const kept = made.pixels.filter((_: number, i: number) => i % samples !== samples - 1);
        expect(interleaved(await readWhole(file))).toEqual(kept);
      });
    }
  });

  it('turns white-is-zero round and says so', async () => {
    const made = page('uint16', { photometric: 0 });
    await withFile('white.tif', encodeTiff([made]), async (file) => {
      expect((await readWhole(file)).data).toEqual(made.pixels.map((value: number) => 65_535 - value));
      expect(file.info.notes?.join()).toMatch(/0 is stored for white/);
    });
  });

  it('decodes JPEG chunks in YCbCr and in RGB, with shared tables', async () => {
    const rgb = testPixels('uint8', 3, 64, 64).map((_: number, i: number) => 128 + 100 * Math.sin(i / 500 + (i % 3)));
    for (const photometric of [6, 2]) {
      const raw = { raw: { width: 64, height: 64, channels: 3 } } as const;
      // In RGB the components are stored as they are: three grey values that happen to be called YCbCr by the encoder.
      const jpeg = await sharp(rgb as Uint8Array, raw)
        .jpeg({ quality: 98, chromaSubsampling: '4:4:4' })
        .toBuffer();
      const made: TestPage = {
        width: 64,
        height: 64,
        type: 'uint8',
        pixels: rgb,
        samples: 3,
        photometric,
        compression: 7,
        chunks: [jpeg],
      };
      await withFile('jpeg.tif', encodeTiff([made]), async (file) => {
        const decoded = interleaved(await readWhole(file));
        const expected = photometric === 6 ? rgb : toYCbCr(rgb);
        let worst = 0;
        for (let i = 0; i < expected.length; i++) worst = Math.max(worst, Math.abs(expected[i]! - decoded[i]!));
        expect(worst).toBeLessThanOrEqual(6);
      });
    }
  });
});

/** ITU-R BT.601 as JPEG uses it. */
function toYCbCr(rgb: PixelArray): PixelArray {
  return rgb.map((_: number, i: number) => {
    const [r, g, b] = [0, 1, 2].map((c) => rgb[i - (i % 3) + c]!) as [number, number, number];
    if (i % 3 === 0) return 0.299 * r + 0.587 * g + 0.114 * b;
    return i % 3 === 1 ? 128 - 0.168736 * r - 0.331264 * g + 0.5 * b : 128 + 0.5 * r - 0.418688 * g - 0.081312 * b;
  }) as PixelArray;
}

describe('several pages', () => {
  const plane = (k: number): TestPage =>
    page('uint16', { pixels: testPixels('uint16').map((value: number) => value ^ k) as PixelArray });

  it('are z planes; pages of another size or type are left out', async () => {
    const thumbnail = page('uint16', { width: 9, height: 7, pixels: new Uint16Array(63) });
    const bytes = encodeTiff([plane(0), thumbnail, plane(1), page('uint8'), plane(2)]);
    await withFile('stack.tif', bytes, async (file) => {
      expect(file.info.sizeZ).toBe(3);
      for (let z = 0; z < 3; z++) expect((await readWhole(file, { scene: 0, z, t: 0 })).data).toEqual(plane(z).pixels);
    });
  });

  it('of ImageJ are channels, z and time points', async () => {
    const description = 'ImageJ=1.54f\nimages=12\nchannels=2\nslices=3\nframes=2\nhyperstack=true\nunit=\\u00B5m\nspacing=0.5\n';
    const tags = {
      282: { type: 5, values: [4_000_000, 1_000_000] },
      283: { type: 5, values: [2, 1] },
      296: { type: 3, values: [1] },
    };
    const pages = Array.from({ length: 12 }, (_, k) => plane(k));
    await withFile('hyper.tif', encodeTiff([{ ...pages[0]!, description, tags }, ...pages.slice(1)]), async (file) => {
      expect(file.info).toMatchObject({ sizeZ: 3, sizeT: 2, channels: [{}, {}], pixelSizeUm: { x: 0.25, y: 0.5, z: 0.5 } });
      const { data } = await file.read({
        plane: { scene: 0, z: 2, t: 1 },
        level: 0,
        rect: { x: 0, y: 0, width: WIDTH, height: HEIGHT },
        channels: [1],
      });
      expect(data).toEqual(plane(11).pixels);
    });
  });

  it('of a large ImageJ stack follow their only directory', async () => {
    const description = 'ImageJ=1.54f\nimages=5\nslices=5\n';
    const planes = Array.from({ length: 5 }, (_, k) => plane(k).pixels);
    // The chunk of the first plane, listed with its own length, has the others behind it.
    const all = Buffer.concat(planes.map((pixels) => Buffer.from(pixels.buffer)));
    const length = WIDTH * HEIGHT * 2;
    const made = { ...plane(0), description, chunks: [all], tags: { 279: { type: 4, values: [length] } } };
    await withFile('contiguous.tif', encodeTiff([made]), async (file) => {
      expect(file.info.sizeZ).toBe(5);
      for (const z of [4, 0, 3, 3]) expect((await readWhole(file, { scene: 0, z, t: 0 })).data).toEqual(planes[z]);
    });
  });

  it('are levels where they are smaller copies, below the page or behind it', async () => {
    const small = (width: number, height: number): TestPage => ({
      ...page('uint8', { width, height, pixels: testPixels('uint8', 1, width, height) }),
    });
    const levels = [small(27, 21), small(14, 11)];
    const preview = small(10, 30);
    const reduced = levels.map((one) => ({ ...one, tags: { 254: { type: 4, values: [1] } } }));
    const files = [[page('uint8', { below: levels })], [page('uint8'), ...reduced], [page('uint8'), preview, ...levels]];
    for (const pages of files) {
      await withFile('pyramid.tif', encodeTiff(pages), async (file) => {
        expect(file.info.levels).toEqual([
          { width: 53, height: 41, downsample: 1 },
          { width: 27, height: 21, downsample: 2 },
          { width: 14, height: 11, downsample: 4 },
        ]);
        expect(file.info.sizeZ).toBe(1);
        for (const level of [1, 2]) expect((await readWhole(file, undefined, level)).data).toEqual(levels[level - 1]!.pixels);
      });
    }
  });
});

describe('OME-XML', () => {
  const xml = (pixels: string, inner: string): string =>
    `<?xml version="1.0"?><OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06"><Image ID="Image:0"><Pixels ${pixels} SizeX="53" SizeY="41">${inner}</Pixels></Image></OME>`;
  const pages = (count: number, description: string): TestPage[] =>
    Array.from({ length: count }, (_, k) =>
      page('uint8', {
        pixels: testPixels('uint8').map((value: number) => value ^ k) as PixelArray,
        ...(k === 0 && { description }),
      }),
    );

  it.each(['XYZCT', 'XYCZT', 'XYTCZ', 'XYZTC', 'XYCTZ', 'XYTZC'])('maps planes by the order %s', async (order) => {
    const sizes = { Z: 2, C: 3, T: 2 };
    const description = xml(`DimensionOrder="${order}" SizeZ="2" SizeC="3" SizeT="2"`, '<TiffData/>');
    await withFile('order.ome.tif', encodeTiff(pages(12, description)), async (file) => {
      expect(file.info).toMatchObject({ format: 'ome-tiff', sizeZ: 2, sizeT: 2, channels: [{}, {}, {}] });
      const steps: Record<string, number> = {};
      let step = 1;
      for (const axis of order.slice(2) as Iterable<'Z' | 'C' | 'T'>) {
        steps[axis] = step;
        step *= sizes[axis];
      }
      for (let z = 0; z < 2; z++) {
        for (let t = 0; t < 2; t++) {
          const { data } = await readWhole(file, { scene: 0, z, t });
          for (let c = 0; c < 3; c++) {
            const k = z * steps.Z! + c * steps.C! + t * steps.T!;
            expect(data[c * WIDTH * HEIGHT]).toBe(testPixels('uint8')[0]! ^ k);
          }
        }
      }
    });
  });

  it('is followed where it names pages one by one, and tells channels and sizes', async () => {
    const description = xml(
      'DimensionOrder="XYZCT" SizeZ="1" SizeC="2" SizeT="1" PhysicalSizeX="325" PhysicalSizeXUnit="nm" PhysicalSizeY="0.5"',
      '<Channel ID="c0" Name="A &amp; &#x3bc;" Color="-16776961"/><Channel ID="c1" Color="16711935"/><TiffData FirstC="1" IFD="0"/><TiffData FirstC="0" IFD="1"/>',
    );
    await withFile('named.ome.tif', encodeTiff(pages(2, description)), async (file) => {
      expect(file.info.channels).toEqual([
        { name: 'A & μ', color: 0xff0000 },
        { name: 'Channel 2', color: 0x00ff00 },
      ]);
      expect(file.info.pixelSizeUm.x).toBeCloseTo(0.325, 12);
      expect(file.info.pixelSizeUm).toMatchObject({ y: 0.5, z: null });
      const { data } = await readWhole(file);
      expect(data[0]).toBe(testPixels('uint8')[0]! ^ 1);
      expect(data[WIDTH * HEIGHT]).toBe(testPixels('uint8')[0]);
    });
  });

  it('makes images of one size scenes', async () => {
    const image = (id: number): string =>
      `<Image ID="Image:${id}"><Pixels DimensionOrder="XYZCT" SizeZ="1" SizeC="1" SizeT="1"><TiffData IFD="${id}" PlaneCount="1"/></Pixels></Image>`;
    await withFile('scenes.ome.tif', encodeTiff(pages(3, `<OME>${image(0)}${image(1)}${image(2)}</OME>`)), async (file) => {
      expect(file.info.sizeScene).toBe(3);
      const { data } = await readWhole(file, { scene: 2, z: 0, t: 0 });
      expect(data[0]).toBe(testPixels('uint8')[0]! ^ 2);
    });
  });

  it('may declare planes that are not there: they are zero, and that is said', async () => {
    const description = xml('DimensionOrder="XYZCT" SizeZ="4" SizeC="1" SizeT="1"', '<TiffData IFD="0" PlaneCount="2"/>');
    const info = await withFile('short.ome.tif', encodeTiff(pages(2, description)), async (file) => {
      expect((await readWhole(file, { scene: 0, z: 3, t: 0 })).data.every((value: number) => value === 0)).toBe(true);
      return file.info;
    });
    expect(info.notes).toEqual(['2 of 4 planes are not in the file and read as 0.']);
  });

  it('that names one file, whatever it is called now, is no set; two are', async () => {
    const data = (z: number, name: string): string =>
      `<TiffData IFD="0" FirstZ="${z}" PlaneCount="1"><UUID FileName="${name}">urn:uuid:${name}</UUID></TiffData>`;
    const sizes = 'DimensionOrder="XYZCT" SizeC="1" SizeT="1" SizeZ=';
    expect(await infoOf(encodeTiff(pages(1, xml(`${sizes}"1"`, data(0, 'old.ome.tif')))))).toMatchObject({ format: 'ome-tiff' });
    const set = encodeTiff(pages(1, xml(`${sizes}"2"`, data(0, 'a.ome.tif') + data(1, 'b.ome.tif'))));
    const info = await infoOf(set);
    expect(info).toMatchObject({ format: 'tiff', sizeZ: 1 });
    expect(info.notes).toEqual(['Missing beside the file: a.ome.tif, b.ome.tif; only the pages of this file are shown.']);
  });

  it('that is broken is not followed, and that is said', async () => {
    const info = await infoOf(encodeTiff(pages(2, '<OME><Image><Pixels SizeX="3"')));
    expect(info).toMatchObject({ format: 'tiff', sizeZ: 2 });
    expect(info.notes?.join()).toMatch(/OME-XML does not fit/);
  });
});

describe('pixel size from the resolution tags', () => {
  const resolution = (x: [number, number], unit: number) =>
    infoOf(
      encodeTiff([
        page('uint8', { tags: { 282: { type: 5, values: x }, 283: { type: 5, values: x }, 296: { type: 3, values: [unit] } } }),
      ]),
    );
  it.each([
    ['40,000 pixels per cm', [40_000, 1], 3, 0.25],
    ['50,800 dots per inch', [50_800, 1], 2, 0.5],
    ['300 dots per inch, for printing', [300, 1], 2, null],
    ['72 dots per inch, for screens', [72, 1], 2, null],
    ['28.35 pixels per cm, 72 dpi', [2835, 100], 3, null],
    ['no unit', [40_000, 1], 1, null],
    ['zero', [0, 1], 3, null],
    ['a division by zero', [1, 0], 3, null],
  ] as const)('%s', async (_, value, unit, expected) => {
    expect((await resolution([...value], unit)).pixelSizeUm).toEqual({ x: expected, y: expected, z: null });
  });
});

describe('chunks', () => {
  it('that are missing read as zero, those that share a place are all read', async () => {
    const pixels = testPixels('uint16', 1, 16, 16);
    const tile = new Uint8Array(pixels.buffer);
    const made: TestPage = { width: 48, height: 16, type: 'uint16', pixels, tile: [16, 16], chunks: [tile] };
    const bytes = encodeTiff([made], { bigEndian: true });
    const offset = 8;
    const sparse = encodeTiff(
      [{ ...made, tags: { 324: { type: 4, values: [offset, 0, offset] }, 325: { type: 4, values: [512, 0, 512] } } }],
      { bigEndian: true },
    );
    expect(bytes.subarray(8, 8 + 512).equals(tile)).toBe(true);
    await withFile('sparse.tif', sparse, async (file) => {
      const { data } = await readWhole(file);
      const swapped = pixels.map((value: number) => ((value & 0xff) << 8) | (value >> 8));
      for (let y = 0; y < 16; y++) {
        const row = [...data.slice(y * 48, (y + 1) * 48)];
        const own = [...swapped.slice(y * 16, (y + 1) * 16)];
        expect(row).toEqual([...own, ...Array<number>(16).fill(0), ...own]);
      }
    });
  });

  it('of one strip for the whole image are read in parts', async () => {
    const pixels = testPixels('uint16', 1, 1200, 700);
    await withFile('strip.tif', encodeTiff([{ width: 1200, height: 700, type: 'uint16', pixels }]), async (file) => {
      expect(file.info.chunk.height).toBeLessThan(200);
      const rect = { x: 700, y: 333, width: 5, height: 300 };
      const { data } = await file.read({ plane: { scene: 0, z: 0, t: 0 }, level: 0, rect, channels: [0] });
      for (let y = 0; y < 300; y++) {
        const at = (333 + y) * 1200 + 700;
        expect(data.slice(y * 5, y * 5 + 5)).toEqual(pixels.slice(at, at + 5));
      }
    });
  });
});
