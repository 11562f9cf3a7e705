import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeEngine, type Engine } from '../../main/compose-engine.ts';
import { exportImage } from '../../main/services/image-export/export-image.ts';
import { describeImage } from '../../main/services/images/add-images.ts';
import { encodeTiff } from '../formats/encode-tiff.ts';

let folder: string;
let engine: Engine;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'grove-sets-'));
  engine = composeEngine({ threads: 2, cacheFolder: join(folder, 'cache'), dataFolder: join(folder, 'data') });
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

const NAMES = [0, 1, 2].map((z) => `part-${z}.ome.tif`);

/** Three z planes in three files, each with the whole document; plane z holds one value. */
function writePart(path: string, z: number, value: number): void {
  const blocks = NAMES.map(
    (name, i) => `<TiffData FirstZ="${i}" PlaneCount="1"><UUID FileName="${name}">urn:uuid:${i}</UUID></TiffData>`,
  );
  const pixels = `<Pixels DimensionOrder="XYZCT" Type="uint8" SizeX="24" SizeY="10" SizeZ="3" SizeC="1" SizeT="1">${blocks.join('')}</Pixels>`;
  const description = `<?xml version="1.0"?><OME UUID="urn:uuid:${z}"><Image ID="Image:0">${pixels}</Image></OME>`;
  const page = { width: 24, height: 10, type: 'uint8', pixels: new Uint8Array(240).fill(value), description } as const;
  writeFileSync(join(path, NAMES[z]!), encodeTiff([page]));
}

function writeSet(name: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  for (const z of [0, 1, 2]) writePart(path, z, 10 + z);
  return path;
}

describe('an image that lies in several files', () => {
  it('is the same image whichever file is opened, and after its folder was moved', async () => {
    const path = writeSet('set');
    const [first, ...others] = await Promise.all(NAMES.map((name) => describeImage(engine, join(path, name))));
    expect(first).toMatchObject({ contentHash: expect.stringMatching(/^set:[0-9a-f]{64}$/), info: { sizeZ: 3 } });
    for (const other of others) expect([other.contentHash, other.fileBytes]).toEqual([first!.contentHash, first!.fileBytes]);
    renameSync(path, join(folder, 'moved'));
    expect((await describeImage(engine, join(folder, 'moved', NAMES[1]!))).contentHash).toBe(first!.contentHash);
  });

  it('is another image when any of its files changes, and threads that have it open see so', async () => {
    const path = writeSet('changing');
    const opened = join(path, NAMES[0]!);
    const before = await describeImage(engine, opened);
    const source = await engine.sources.of(before);
    const last = async (): Promise<number> => {
      const request = { plane: { scene: 0, z: 2, t: 0 }, level: 0, rect: { x: 3, y: 3, width: 1, height: 1 }, channels: [0] };
      return (await engine.pool.run('image.read', { source, request })).data[0]!;
    };
    for (let i = 0; i < 4; i++) expect(await last()).toBe(12);
    writePart(join(path), 2, 77);
    expect((await describeImage(engine, opened)).contentHash).not.toBe(before.contentHash);
    await expect.poll(last, { timeout: 20_000, interval: 300 }).toBe(77);
    for (let i = 0; i < 4; i++) expect([12, 77]).toContain(await last());
  });

  it('is overwritten in none of its files by its own export', async () => {
    const path = writeSet('kept');
    const image = await describeImage(engine, join(path, NAMES[0]!));
    const before = NAMES.map((name) => readFileSync(join(path, name)));
    for (const name of NAMES) {
      const request = { image, path: join(path, name), subset: '', level: 0, region: null, display: [] };
      await expect(exportImage(request, engine)).rejects.toThrow(`${name} would overwrite ${name}; choose another name.`);
    }
    const training = {
      pairs: [{ image: image.path, labels: image.path }],
      set: 'basic25',
      channels: null,
      classNames: null,
    } as const;
    await expect(engine.trainFromFiles({ ...training, trees: 1, seed: 0 }, join(path, NAMES[1]!))).rejects.toThrow(
      'would overwrite',
    );
    expect(NAMES.map((name) => readFileSync(join(path, name)))).toEqual(before);
  });

  it('is named by the files that are there', async () => {
    const path = writeSet('alone');
    const whole = (await describeImage(engine, join(path, NAMES[0]!))).contentHash;
    rmSync(join(path, NAMES[2]!));
    const part = await describeImage(engine, join(path, NAMES[0]!));
    expect(part.contentHash).not.toBe(whole);
    expect(part.info.notes?.join(' ')).toMatch(/part-2\.ome\.tif/);
  });
});
