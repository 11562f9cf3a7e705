import { describe, expect, it } from 'vitest';
import { FIRST_PLANE } from '#core/model/image.ts';
import { sceneOf } from '#core/model/scene.ts';
import { openImage } from '../../../main/formats/open-image.ts';
import { Compression } from '../czi-writer/block-spec.ts';
import { cziImage } from '../czi-writer/czi-image.ts';
import { testFolder } from '../in-folder.ts';
import { seededNumbers } from '../seeded-numbers.ts';

const folder = testFolder();

const value = (scene: number, c: number, z: number, t: number, x: number, y: number): number =>
  (scene * 7001 + c * 20_000 + z * 3001 + t * 911 + x * 37 + y * 53) % 65_536;

/** A level by halving again and again, rounded once per level as a writer does not: means of means stay fractions until stored. */
function levelOf(
  width: number,
  height: number,
  level: number,
  at: (x: number, y: number) => number,
): { width: number; pixels: number[] } {
  let plane = Array.from({ length: width * height }, (_, i) => at(i % width, Math.floor(i / width)));
  let [w, h] = [width, height];
  for (let n = 0; n < level; n++) {
    const half = Math.ceil(w / 2);
    plane = Array.from({ length: half * Math.ceil(h / 2) }, (_, i) => {
      const [x, y] = [2 * (i % half), 2 * Math.floor(i / half)];
      const under = [
        [x, y],
        [x + 1, y],
        [x, y + 1],
        [x + 1, y + 1],
      ].filter(([a, b]) => a! < w && b! < h);
      return under.reduce((sum, [a, b]) => sum + plane[b! * w + a!]!, 0) / under.length;
    });
    [w, h] = [half, Math.ceil(h / 2)];
  }
  return { width: w, pixels: plane.map(Math.round) };
}

describe('pyramids', () => {
  it.each([
    { name: 'even', scenes: [{ width: 320, height: 256 }], compression: Compression.none },
    {
      name: 'odd',
      scenes: [
        { width: 301, height: 203 },
        { width: 190, height: 251 },
      ],
      compression: Compression.zstd1,
    },
  ])('$name, any region of any level of any plane', async ({ name, scenes, compression }) => {
    const bytes = await cziImage({ scenes, sizeC: 2, sizeZ: 2, sizeT: 2, tile: 64, pyramid: 2, compression, value });
    const image = await openImage(folder.put(`${name}.czi`, bytes));
    const next = seededNumbers(5);
    const int = (most: number): number => Math.floor(next() * most);
    for (let n = 0; n < 30; n++) {
      const plane = { scene: int(scenes.length), z: int(2), t: int(2) };
      const { width, height } = scenes[plane.scene]!;
      const c = int(2);
      const level = int(3);
      const truth = levelOf(width, height, level, (x, y) => value(plane.scene, c, plane.z, plane.t, x, y));
      const size = sceneOf(image.info, plane.scene).levels[level]!;
      expect(size).toEqual({ width: truth.width, height: truth.pixels.length / truth.width, downsample: 2 ** level });
      const x = int(size.width);
      const y = int(size.height);
      const rect = { x, y, width: 1 + int(size.width - x), height: 1 + int(size.height - y) };
      const { data } = await image.read({ plane, level, rect, channels: [c] });
      const expected = [...data].map(
        (_, i) => truth.pixels[(rect.y + Math.floor(i / rect.width)) * size.width + rect.x + (i % rect.width)],
      );
      expect([...data]).toEqual(expected);
    }
    await image.close();
  });

  it('takes means of the finer level where a coarser one has no tile', async () => {
    const spec = { scenes: [{ width: 256, height: 128 }], sizeC: 1, sizeZ: 1, sizeT: 1, tile: 64, pyramid: 1, value };
    const whole = await openImage(folder.put('whole.czi', await cziImage(spec)));
    const rect = { x: 3, y: 5, width: 120, height: 50 };
    const request = { plane: FIRST_PLANE, level: 1, rect, channels: [0] };
    const { data: stored } = await whole.read(request);
    await whole.close();
    // The same file with the second tile of its coarser level out of the way.
    const bytes = await cziImage(spec);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const directory = Number(view.getBigInt64(84, true));
    const count = view.getInt32(directory + 32, true);
    let at = directory + 160;
    for (let i = 0; i < count - 1; i++) at += 32 + 20 * view.getInt32(at + 28, true);
    for (let d = 0; d < view.getInt32(at + 28, true); d++) {
      const from = at + 32 + 20 * d;
      if (String.fromCharCode(bytes[from]!) === 'T') view.setInt32(from + 4, 1, true);
    }
    const holed = await openImage(folder.put('holed.czi', bytes));
    const { data } = await holed.read(request);
    await holed.close();
    // Sums of whole numbers here and there round alike but for halves.
    expect([...data].every((one, i) => Math.abs(one - stored[i]!) <= 1)).toBe(true);
  });
});
