import { describe, expect, it } from 'vitest';
import { openImage } from '../../main/formats/open-image.ts';
import { encodeTiff, type TestPage, type TestTag } from './encode-tiff.ts';
import { testFolder } from './in-folder.ts';
import { readWhole } from './read-all.ts';

/*
 * No LSM file of the instrument itself is at hand: these are written here after the published layout of tag 34412 (CZ_LSMINFO):
 * a page per plane with its channels apart (planar), each followed by a thumbnail, z fastest, then time, then positions.
 */
const folder = testFolder();
const WIDTH = 40;
const HEIGHT = 24;
const AREA = WIDTH * HEIGHT;

interface Lsm {
  readonly sizeZ: number;
  readonly sizeT: number;
  readonly channels: number;
  readonly positions?: number;
  readonly compression?: number;
  /** Writes the lengths of strips as they are once expanded, as the instrument does. */
  readonly expandedLengths?: boolean;
  readonly declaredZ?: number;
}

/** The private tag, and behind it in the same bytes the structure of colours, whose place must be told. */
function lsmInfo(lsm: Lsm, colorsAt: number): TestTag {
  const view = new DataView(new ArrayBuffer(512));
  view.setUint32(0, 0x00400494c, true);
  view.setInt32(4, 512, true);
  view.setInt32(8, WIDTH, true);
  view.setInt32(12, HEIGHT, true);
  view.setInt32(16, lsm.declaredZ ?? lsm.sizeZ, true);
  view.setInt32(20, lsm.channels, true);
  view.setInt32(24, lsm.sizeT, true);
  view.setFloat64(40, 0.25e-6, true);
  view.setFloat64(48, 0.25e-6, true);
  view.setFloat64(56, 1e-6, true);
  view.setUint32(108, colorsAt, true);
  view.setFloat64(112, 2.5, true);
  view.setInt32(264, lsm.positions ?? 1, true);
  view.setInt32(268, 1, true);
  return { type: 1, values: [...new Uint8Array(view.buffer)] };
}

function colorStructure(names: readonly string[]): Buffer {
  const head = Buffer.alloc(24 + 4 * names.length);
  for (const c of names.keys()) head.set([c === 0 ? 255 : 0, c === 1 ? 255 : 0, 16 * c, 0], 24 + 4 * c);
  const texts = names.map((name) => {
    const text = Buffer.from(`${name}\0`, 'latin1');
    const size = Buffer.alloc(4);
    size.writeUInt32LE(text.length);
    return Buffer.concat([size, text]);
  });
  const all = Buffer.concat([head, ...texts]);
  for (const [i, field] of [all.length, names.length, names.length, 24, head.length, 0].entries())
    all.writeUInt32LE(field, 4 * i);
  return all;
}

/** Channel c of plane k. */
const value = (k: number, c: number): number => 100 * c + k + 1;

function writeLsm(name: string, lsm: Lsm): string {
  const { sizeZ, sizeT, channels, positions = 1, compression = 1 } = lsm;
  const strips = Array.from({ length: channels }, () => 2 * AREA);
  const build = (colorsAt: number): Buffer => {
    const pages = Array.from({ length: sizeZ * sizeT * positions }, (_, k): TestPage[] => {
      const pixels = Uint16Array.from({ length: AREA * channels }, (__, i) => value(k, i % channels));
      return [
        {
          ...{
            width: WIDTH,
            height: HEIGHT,
            type: 'uint16',
            samples: channels,
            planar: true,
            pixels,
            compression,
            photometric: 2,
          },
          tags: {
            254: { type: 4, values: [0] },
            ...(lsm.expandedLengths && { 279: { type: 4, values: strips } }),
            ...(k === 0 && { 34412: lsmInfo(lsm, colorsAt) }),
          },
        },
        {
          ...{ width: 20, height: 12, type: 'uint8', samples: 3, planar: true, pixels: new Uint8Array(720), photometric: 2 },
          tags: { 254: { type: 4, values: [1] } },
        },
      ];
    });
    return encodeTiff(pages.flat());
  };
  const length = build(0).length;
  const names = Array.from({ length: channels }, (_, c) => `Ch${c + 1}-T${c}`);
  return folder.put(name, Buffer.concat([build(length), colorStructure(names)]));
}

describe('an LSM file', () => {
  it.each([1, 2, 3, 4])('of %i channels is arranged as it says, without its thumbnails', async (channels) => {
    const file = await openImage(writeLsm('stack.lsm', { sizeZ: 3, sizeT: 2, channels }));
    expect(file.info).toMatchObject({
      ...{ format: 'lsm', width: WIDTH, height: HEIGHT, sizeZ: 3, sizeT: 2, rgb: false, pixelType: 'uint16', timeStepS: 2.5 },
      levels: [{ width: WIDTH, height: HEIGHT, downsample: 1 }],
    });
    const { x, y, z } = file.info.pixelSizeUm;
    for (const [size, um] of [[x, 0.25] as const, [y, 0.25] as const, [z, 1] as const]) expect(size).toBeCloseTo(um, 9);
    expect(file.info.channels).toEqual(
      [
        { name: 'Ch1-T0', color: 0xff0000 },
        { name: 'Ch2-T1', color: 0x00ff10 },
        { name: 'Ch3-T2', color: 0x000020 },
        { name: 'Ch4-T3', color: 0x000030 },
      ].slice(0, channels),
    );
    for (let t = 0; t < 2; t++) {
      for (let z = 0; z < 3; z++) {
        const { data } = await readWhole(file, { scene: 0, z, t });
        for (let c = 0; c < channels; c++) {
          expect(data.subarray(c * AREA, (c + 1) * AREA)).toEqual(new Uint16Array(AREA).fill(value(t * 3 + z, c)));
        }
      }
    }
    await file.close();
  });

  it('of several positions has scenes', async () => {
    const file = await openImage(writeLsm('positions.lsm', { sizeZ: 2, sizeT: 1, channels: 1, positions: 3 }));
    expect(file.info).toMatchObject({ sizeScene: 3, sizeZ: 2, sizeT: 1 });
    expect((await readWhole(file, { scene: 2, z: 1, t: 0 })).data[0]).toBe(value(5, 0));
    await file.close();
  });

  it('that is compressed may tell the lengths of its strips as they are once expanded', async () => {
    const made: Lsm = { sizeZ: 2, sizeT: 1, channels: 2, compression: 5, expandedLengths: true };
    const file = await openImage(writeLsm('lzw.lsm', made));
    expect(file.info.compression).toEqual(['LZW']);
    expect((await readWhole(file, { scene: 0, z: 1, t: 0 })).data[AREA]).toBe(value(1, 1));
    await file.close();
  });

  it('of nothing but a page marked as a thumbnail is that page', async () => {
    const only = { width: 8, height: 4, type: 'uint8', pixels: new Uint8Array(32).fill(3) } as const;
    const tags = { 254: { type: 4, values: [1] }, 34412: lsmInfo({ sizeZ: 1, sizeT: 1, channels: 1 }, 0) };
    const file = await openImage(folder.put('reduced.lsm', encodeTiff([{ ...only, tags }])));
    expect(file.info).toMatchObject({ format: 'lsm', sizeZ: 1, channels: [{ name: 'Grey' }] });
    expect((await readWhole(file)).data[31]).toBe(3);
    await file.close();
  });

  it('that declares other planes than it has shows those in their order, and says so', async () => {
    const file = await openImage(writeLsm('short.lsm', { sizeZ: 2, sizeT: 1, channels: 1, declaredZ: 50 }));
    expect(file.info).toMatchObject({ sizeZ: 2, notes: ['It declares 50 planes but has 2; they are shown in their order.'] });
    await file.close();
  });
});
