import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { ImageInfo, PixelArray } from '#core/model/image.ts';
import { openImage } from '../../main/formats/open-image.ts';
import { writePng } from '../../main/formats/png-jpeg/write-png.ts';
import { testFolder } from './in-folder.ts';
import { interleaved, readWhole } from './read-all.ts';
import { seededNumbers } from './seeded-numbers.ts';

const folder = testFolder();
const WIDTH = 37;
const HEIGHT = 29;

async function read(name: string, bytes: Uint8Array): Promise<{ info: ImageInfo; data: PixelArray }> {
  const file = await openImage(folder.put(name, bytes));
  const data = interleaved(await readWhole(file));
  await file.close();
  return { info: file.info, data };
}

/** A PNG by the book, without filters: rows as given, packed already. */
function png(depth: number, colorType: number, rows: Uint8Array, ancillary: readonly [string, Uint8Array][] = []): Buffer {
  const chunk = (name: string, data: Uint8Array): Buffer => {
    const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
    const out = Buffer.alloc(named.length + 8);
    out.writeUInt32BE(data.length, 0);
    named.copy(out, 4);
    out.writeUInt32BE(crc32(named), named.length + 4);
    return out;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH, 0);
  header.writeUInt32BE(HEIGHT, 4);
  header[8] = depth;
  header[9] = colorType;
  const rowBytes = rows.length / HEIGHT;
  const filtered = Buffer.alloc((rowBytes + 1) * HEIGHT);
  for (let y = 0; y < HEIGHT; y++) filtered.set(rows.subarray(y * rowBytes, (y + 1) * rowBytes), y * (rowBytes + 1) + 1);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    ...ancillary.map(([name, data]) => chunk(name, data)),
    chunk('IDAT', deflateSync(filtered)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const random = seededNumbers(5);
const bytes = (perRow: number): Uint8Array => Uint8Array.from({ length: perRow * HEIGHT }, () => 256 * random());
const bigEndian16 = (data: Uint8Array): Uint16Array =>
  Uint16Array.from({ length: data.length / 2 }, (_, i) => data[2 * i]! * 256 + data[2 * i + 1]!);

describe('PNG', () => {
  it('of grey and colour, 8 and 16 bits, is read exactly', async () => {
    const grey = bytes(WIDTH);
    expect(await read('g8.png', png(8, 0, grey))).toMatchObject({ info: { rgb: false, pixelType: 'uint8' }, data: grey });
    const rgb = bytes(3 * WIDTH);
    expect(await read('c8.png', png(8, 2, rgb))).toMatchObject({ info: { rgb: true, pixelType: 'uint8' }, data: rgb });
    const deep = bytes(2 * WIDTH);
    expect((await read('g16.png', png(16, 0, deep))).data).toEqual(bigEndian16(deep));
    const deepRgb = bytes(6 * WIDTH);
    const read16 = await read('c16.png', png(16, 2, deepRgb));
    expect(read16.info).toMatchObject({ rgb: true, pixelType: 'uint16' });
    expect(read16.data).toEqual(bigEndian16(deepRgb));
  });

  it('is read without its transparency, and that is said', async () => {
    for (const [depth, colorType, channels] of [
      [8, 4, 1],
      [8, 6, 3],
      [16, 4, 1],
      [16, 6, 3],
    ] as const) {
      const stored = bytes(((channels + 1) * WIDTH * depth) / 8);
      const { info, data } = await read('alpha.png', png(depth, colorType, stored));
      const samples = depth === 8 ? stored : bigEndian16(stored);
      expect(data).toEqual(samples.filter((_: number, i: number) => i % (channels + 1) !== channels));
      expect(info.notes).toEqual(['The transparency (alpha) is left out.']);
    }
    const grey = bytes(WIDTH);
    const { info, data } = await read('key.png', png(8, 0, grey, [['tRNS', Uint8Array.of(0, 7)]]));
    expect(data).toEqual(grey);
    expect(info.notes).toEqual(['The transparency (alpha) is left out.']);
  });

  it('with a colour table becomes colour', async () => {
    const colors = bytes(256).subarray(0, 768);
    const indices = bytes(WIDTH);
    const { info, data } = await read('palette.png', png(8, 3, indices, [['PLTE', colors]]));
    expect(info).toMatchObject({ rgb: true, pixelType: 'uint8' });
    expect([...data]).toEqual([...indices].flatMap((index) => [...colors.subarray(3 * index, 3 * index + 3)]));
  });

  it('keeps its values whatever colour profile or gamma it has', async () => {
    const rgb = bytes(3 * WIDTH);
    const profiled = await sharp(png(8, 2, rgb))
      .withIccProfile('p3')
      .png()
      .toBuffer();
    const plain = await sharp(profiled, { ignoreIcc: true }).raw().toBuffer();
    expect(profiled.includes('iCCP')).toBe(true);
    expect((await read('profile.png', profiled)).data).toEqual(new Uint8Array(plain));
    const gamma = Buffer.alloc(4);
    gamma.writeUInt32BE(100_000);
    expect((await read('gamma.png', png(8, 2, rgb, [['gAMA', gamma]]))).data).toEqual(rgb);
  });

  it('is written and comes back, the same bytes each time', async () => {
    const path = join(folder.path, 'labels.png');
    const labels = bytes(WIDTH).map((value) => value % 4);
    const image = { width: WIDTH, height: HEIGHT, channels: 1, data: labels } as const;
    await writePng(path, image);
    const first = readFileSync(path);
    expect(await read('copy.png', first)).toMatchObject({ info: { channels: [{}], pixelType: 'uint8' }, data: labels });
    await writePng(path, image);
    expect(readFileSync(path).equals(first)).toBe(true);
    await expect(writePng(join(folder.path, 'absent', 'x.png'), image)).rejects.toMatchObject({
      kind: 'not-found',
    });
  });

  it.each([1, 3] as const)('holds 16 bits in %i channels', async (channels) => {
    const path = join(folder.path, `deep-${channels}.png`);
    const data = Uint16Array.from({ length: channels * WIDTH * HEIGHT }, (_, i) => (i * 7919) % 65_536);
    await writePng(path, { width: WIDTH, height: HEIGHT, channels, data });
    const back = await read(`deep-copy-${channels}.png`, readFileSync(path));
    expect(back.info.pixelType).toBe('uint16');
    const area = WIDTH * HEIGHT;
    const expected = data.map((_, i) => data[(i % channels) * area + Math.floor(i / channels)]!);
    expect(back.data).toEqual(expected);
  });
});

describe('JPEG', () => {
  const smooth = Uint8Array.from({ length: 64 * 48 * 3 }, (_, i) => 128 + 90 * Math.sin(i / 900 + (i % 3)));
  const raw = { raw: { width: 64, height: 48, channels: 3 } } as const;

  it('is read as stored: not turned, though its orientation asks for it', async () => {
    const turned = await sharp(smooth, raw)
      .withMetadata({ orientation: 6 })
      .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
      .toBuffer();
    const { info, data } = await read('turned.jpg', turned);
    expect(info).toMatchObject({ format: 'jpeg', width: 64, height: 48, rgb: true });
    expect(data.every((value: number, i: number) => Math.abs(value - smooth[i]!) <= 4)).toBe(true);
  });

  it('of grey has one channel, of printing inks is converted', async () => {
    const grey = await sharp(smooth, raw).toColourspace('b-w').jpeg().toBuffer();
    expect((await read('grey.jpg', grey)).info).toMatchObject({ rgb: false, channels: [{ name: 'Grey' }] });
    const inks = await sharp(smooth, raw).toColourspace('cmyk').jpeg().toBuffer();
    const { info } = await read('inks.jpg', inks);
    expect(info).toMatchObject({ rgb: true, channels: [{}, {}, {}], notes: [expect.stringMatching(/CMYK/)] });
  });
});

describe('any image', () => {
  it('refuses what it does not have', async () => {
    const file = await openImage(folder.put('small.png', png(8, 0, bytes(WIDTH))));
    const request = { plane: { scene: 0, z: 0, t: 0 }, level: 0, rect: { x: 0, y: 0, width: 1, height: 1 }, channels: [0] };
    const refused = [
      { ...request, plane: { scene: 0, z: 1, t: 0 } },
      { ...request, plane: { scene: 1, z: 0, t: 0 } },
      { ...request, plane: { scene: 0, z: 0, t: -1 } },
      { ...request, level: 1 },
      { ...request, channels: [1] },
      { ...request, rect: { x: 0, y: 0, width: WIDTH + 1, height: 1 } },
      { ...request, rect: { x: -1, y: 0, width: 1, height: 1 } },
      { ...request, rect: { x: 0, y: 0.5, width: 1, height: 1 } },
      { ...request, rect: { x: 0, y: 0, width: 0, height: 1 } },
    ];
    for (const wrong of refused) await expect(file.read(wrong)).rejects.toMatchObject({ kind: 'invalid-input' });
    await file.close();
  });
});
