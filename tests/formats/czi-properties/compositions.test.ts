import { describe, expect, it } from 'vitest';
import { sceneOf } from '#core/model/scene.ts';
import { openImage } from '../../../main/formats/open-image.ts';
import { type BlockSpec, Compression, PIXEL_BYTES } from '../czi-writer/block-spec.ts';
import { writeCzi } from '../czi-writer/write-czi.ts';
import { testFolder } from '../in-folder.ts';
import { seededNumbers } from '../seeded-numbers.ts';

const folder = testFolder();

const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 1: 1, 2: 1, 3: 3, 4: 3 };
const TYPES = { 0: Uint8Array, 1: Uint16Array, 2: Float32Array, 3: Uint8Array, 4: Uint16Array } as const;

interface Drawn {
  readonly blocks: BlockSpec[];
  readonly pixelType: keyof typeof TYPES;
  readonly sizes: { readonly c: number; readonly z: number; readonly t: number; readonly s: number };
}

/** A random set of overlapping tiles with places missing here and there, and sometimes masks. */
function draw(seed: number, compression: number): Drawn {
  const next = seededNumbers(seed);
  const int = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  const lossless = compression !== Compression.jpeg;
  const choices = lossless ? ([0, 1, 2, 3, 4] as const) : ([0, 3] as const);
  const pixelType = choices[int(0, choices.length - 1)]!;
  const sizes = { s: int(1, 2), c: int(1, 2), z: int(1, 2), t: int(1, 2) };
  const offset = { x: int(-300, 300), y: int(-300, 300) };
  const blocks: BlockSpec[] = [];
  for (let S = 0; S < sizes.s; S++) {
    for (let T = 0; T < sizes.t; T++) {
      for (let Z = 0; Z < sizes.z; Z++) {
        for (let C = 0; C < sizes.c; C++) {
          const tiles = int(1, 5);
          for (let m = 0; m < tiles; m++) {
            const width = int(1, 60);
            const height = int(1, 50);
            const hiLo = pixelType === 1 || pixelType === 4 ? next() < 0.5 : false;
            const data = Uint8Array.from({ length: width * height * PIXEL_BYTES[pixelType]! }, () => int(0, 255));
            if (pixelType === 2) for (let i = 3; i < data.length; i += 4) data[i] = 0x3f;
            const valid =
              next() < 0.2 && lossless ? Uint8Array.from({ length: Math.ceil(width / 8) * height }, () => int(0, 255)) : null;
            blocks.push({
              dims: next() < 0.5 ? { S, C, Z, T } : { T, Z, C, S, H: 0 },
              m: tiles - m,
              x: 5000 * S + offset.x + int(0, 80),
              y: offset.y + int(0, 60),
              ...{ width, height, pixelType, compression, data, hiLo },
              ...(valid !== null && { validBits: valid }),
            });
          }
        }
      }
    }
  }
  return { blocks, pixelType, sizes };
}

/** Paints tiles one by one into a plane the size of the box of all tiles of a scene. Written to be obvious. */
function naivePlane(
  drawn: Drawn,
  S: number,
  C: number,
  Z: number,
  T: number,
): { width: number; height: number; planes: number[][] } {
  const ofScene = drawn.blocks.filter(({ dims }) => dims.S === S);
  const left = Math.min(...ofScene.map(({ x }) => x));
  const top = Math.min(...ofScene.map(({ y }) => y));
  const width = Math.max(...ofScene.map((b) => b.x + b.width)) - left;
  const height = Math.max(...ofScene.map((b) => b.y + b.height)) - top;
  const samples = SAMPLES[drawn.pixelType]!;
  const planes = Array.from({ length: samples }, () => new Array<number>(width * height).fill(0));
  const mine = ofScene.filter(({ dims }) => dims.C === C && dims.Z === Z && dims.T === T).sort((a, b) => a.m! - b.m!);
  for (const block of mine) {
    const typed = new TYPES[drawn.pixelType](Uint8Array.from(block.data).buffer);
    for (let y = 0; y < block.height; y++) {
      for (let x = 0; x < block.width; x++) {
        const stride = Math.ceil(block.width / 8);
        const real = block.validBits === undefined || (block.validBits[y * stride + (x >> 3)]! & (128 >> (x & 7))) !== 0;
        if (!real) continue;
        for (let k = 0; k < samples; k++) {
          const at = (block.y - top + y) * width + block.x - left + x;
          planes[samples - 1 - k]![at] = typed[(y * block.width + x) * samples + k]!;
        }
      }
    }
  }
  return { width, height, planes };
}

const MODES = [
  ['none', Compression.none],
  ['LZW', Compression.lzw],
  ['zstd0', Compression.zstd0],
  ['zstd1', Compression.zstd1],
  ['JPEG', Compression.jpeg],
] as const;

describe.each(MODES)('random mosaics, %s', (name, compression) => {
  it.each([1, 2, 3, 4, 5, 6])('seed %i, any region of any plane equals the naive composition', async (seed) => {
    const drawn = draw(100 * compression + seed, compression);
    const next = seededNumbers(seed);
    const file = folder.put(`${name}-${seed}.czi`, await writeCzi({ blocks: drawn.blocks, directoryFirst: seed % 2 === 0 }));
    const image = await openImage(file);
    const samples = SAMPLES[drawn.pixelType]!;
    const { s, c, z, t } = drawn.sizes;
    expect([image.info.sizeScene, image.info.sizeZ, image.info.sizeT, image.info.channels.length]).toEqual([
      s,
      z,
      t,
      c * samples,
    ]);
    for (let n = 0; n < 12; n++) {
      const plane = { scene: Math.floor(next() * s), z: Math.floor(next() * z), t: Math.floor(next() * t) };
      const channel = Math.floor(next() * c);
      const truth = naivePlane(drawn, plane.scene, channel, plane.z, plane.t);
      const { width, height } = sceneOf(image.info, plane.scene);
      expect([width, height]).toEqual([truth.width, truth.height]);
      const x = Math.floor(next() * width);
      const y = Math.floor(next() * height);
      const rect = { x, y, width: 1 + Math.floor(next() * (width - x)), height: 1 + Math.floor(next() * (height - y)) };
      const wanted = Array.from({ length: samples }, (_, k) => samples - 1 - k);
      const { data } = await image.read({ plane, level: 0, rect, channels: wanted.map((k) => channel * samples + k) });
      const expected = wanted.flatMap((k) =>
        Array.from({ length: rect.width * rect.height }, (_, i) => {
          return truth.planes[k]![(rect.y + Math.floor(i / rect.width)) * width + rect.x + (i % rect.width)]!;
        }),
      );
      if (compression !== Compression.jpeg) expect([...data]).toEqual(expected);
      else expect(expected.reduce((most, value, i) => Math.max(most, Math.abs(value - data[i]!)), 0)).toBeLessThanOrEqual(12);
    }
    await image.close();
  });
});
