import { describe, expect, it } from 'vitest';
import { GroveError } from '#core/model/error.ts';
import { FIRST_PLANE } from '#core/model/image.ts';
import { openImage } from '../../../main/formats/open-image.ts';
import { cziImage } from '../czi-writer/czi-image.ts';
import { testFolder } from '../in-folder.ts';

const folder = testFolder();

const metadata = {
  channels: [
    { name: 'Nuclei', color: '#FF0080FF', fluor: 'DAPI', excitationNm: 353, emissionNm: 465, low: 0.1, high: 0.5 },
    { name: 'Actin &amp; more', color: '#00FF00' },
  ],
  pixelSizeUm: { x: 0.25, y: 0.25, z: 1.5 },
  objective: { name: 'Plan 20x', magnification: 20, numericalAperture: 0.8 },
  acquired: '2024-05-06T07:08:09.1234567Z',
};
const spec = {
  scenes: [
    { width: 40, height: 30, name: 'first', well: 'B3' },
    { width: 50, height: 20, name: 'second' },
  ],
  ...{ sizeC: 2, sizeZ: 2, sizeT: 2, tile: 32, metadata, timeStamps: [10, 12.5] },
  value: (s: number, c: number, z: number, t: number, x: number, y: number) =>
    1 + s + c * 10 + z * 100 + t * 1000 + ((x + y) % 7),
};

describe('a written CZI', () => {
  it('says what was written into its metadata', async () => {
    const image = await openImage(folder.put('told.czi', await cziImage(spec)));
    await image.close();
    expect(image.info).toMatchObject({
      channels: [
        { name: 'Nuclei', color: 0x0080ff, fluor: 'DAPI', excitationNm: 353, emissionNm: 465 },
        { name: 'Actin & more', color: 0x00ff00 },
      ],
      pixelSizeUm: { x: 0.25, y: 0.25, z: 1.5 },
      objective: { name: 'Plan 20x', magnification: 20, numericalAperture: 0.8 },
      acquired: '2024-05-06T07:08:09.123Z',
      timeStepS: 2.5,
      scenes: [
        { name: 'first', well: 'B3', width: 40, height: 30 },
        { name: 'second', width: 50, height: 20 },
      ],
    });
    expect(image.info.channels[0]!.display).toEqual({ min: 6554, max: 32_768, gamma: 1 });
  });

  it('cut anywhere is refused with its name, or opened with a note and the tiles that are left', async () => {
    const bytes = await cziImage(spec);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const cuts = new Set<number>();
    for (let at = 0; at + 32 <= bytes.length; at += 32 + Number(view.getBigInt64(at + 16, true))) {
      for (const cut of [at, at + 1, at + 31, at + 32, at + 60, at + 200]) if (cut > 0 && cut < bytes.length) cuts.add(cut);
    }
    let refused = 0;
    let recovered = 0;
    for (const cut of cuts) {
      const path = folder.put('cut.czi', bytes.subarray(0, cut));
      try {
        const image = await openImage(path);
        recovered++;
        const { width, height } = image.info;
        const rect = { x: 0, y: 0, width, height };
        await image.read({ plane: FIRST_PLANE, level: 0, rect, channels: [0] }).finally(() => image.close());
        expect(image.info.notes?.join(' ') ?? '', `cut at ${cut} of ${bytes.length}`).toMatch(
          /searched for|description|did not finish|attachments/,
        );
      } catch (error) {
        if (!(error instanceof GroveError)) throw error;
        refused++;
        expect(error.message).toMatch(/^cut\.czi .{20,}/);
        expect(error.kind).toBe('corrupt');
      }
    }
    expect(refused).toBeGreaterThan(5);
    expect(recovered).toBeGreaterThan(20);
  });
});
