import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FIRST_PLANE } from '#core/model/image.ts';
import { composeEngine, type Engine } from '../../main/compose-engine.ts';
import { resultFiles } from '../../main/formats/result-files.ts';
import { describeImage, type ImageReading } from '../../main/services/images/add-images.ts';

let folder: string;
let engine: Engine;
let reading: ImageReading;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'grove-zarr-images-'));
  engine = composeEngine({ threads: 2, cacheFolder: join(folder, 'cache') });
  reading = { pool: engine.pool, sources: engine.sources };
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

/** An image of two scenes, three z planes and one value per plane. */
async function write(path: string, width: number, base: number): Promise<void> {
  const writer = await resultFiles.omeZarr({
    ...{ path, scenes: ['A', 'B'].map((name) => ({ name, width, height: 40 })), sizeZ: 3, sizeT: 1, pixelType: 'uint16' },
    ...{ channels: [{ name: 'GFP', color: 0x00ff00 }], pixelSizeUm: { x: 0.5, y: 0.5, z: 1 }, coarsen: 'mean', description: '' },
  });
  for (let plane = 0; plane < 6; plane++) await writer.write(new Uint16Array(width * 40).fill(base + plane));
  await writer.finish();
}

describe('an OME-Zarr folder as an image of a project', () => {
  it('is described, named by its content, and read plane by plane on worker threads', async () => {
    const path = join(folder, 'cells.ome.zarr');
    await write(path, 60, 100);
    const image = await describeImage(reading, path);
    expect(image).toMatchObject({ name: 'cells.ome.zarr', contentHash: expect.stringMatching(/^zarr:/) });
    expect(image.fileBytes).toBeGreaterThan(1000);
    expect(image.info).toMatchObject({ format: 'ome-zarr', sizeScene: 2, sizeZ: 3, scenes: [{ name: 'A' }, { name: 'B' }] });
    const source = await engine.sources.of(image);
    const seen: number[] = [];
    for (const scene of [0, 1]) {
      for (const z of [0, 1, 2]) {
        const request = { plane: { scene, z, t: 0 }, level: 0, rect: { x: 59, y: 39, width: 1, height: 1 }, channels: [0] };
        seen.push((await engine.pool.run('image.read', { source, request })).data[0]!);
      }
    }
    expect(seen).toEqual([100, 101, 102, 103, 104, 105]);
  });

  it('is opened anew by threads that have it open when it was written anew', async () => {
    const path = join(folder, 'changing.ome.zarr');
    await write(path, 60, 100);
    const corner = async (): Promise<number> => {
      const request = { plane: FIRST_PLANE, level: 0, rect: { x: 0, y: 0, width: 1, height: 1 }, channels: [0] };
      return (await engine.pool.run('image.read', { source: { kind: 'file', path }, request })).data[0]!;
    };
    for (let i = 0; i < 4; i++) expect(await corner()).toBe(100);
    await write(path, 60, 200);
    for (let i = 0; i < 4; i++) expect(await corner()).toBe(200);
    expect((await describeImage(reading, path)).name).toBe(basename(path));
  });

  it('is removed like a file where it shall not stay', async () => {
    const path = join(folder, 'gone.ome.zarr');
    await write(path, 10, 1);
    await resultFiles.remove(path);
    await expect(describeImage(reading, path)).rejects.toMatchObject({ kind: 'not-found' });
    await resultFiles.remove(path);
    await expect(resultFiles.remove(folder)).rejects.toThrow();
  });
});
