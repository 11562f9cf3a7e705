import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { listFolder } from '../../main/services/app/list-folder.ts';

const root = mkdtempSync(join(tmpdir(), 'grove-list-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('the list of a folder', () => {
  it('has folders, then files and OME-Zarrs, which are chosen like files whatever their name', async () => {
    const zarr = (name: string, mark: string, content: string): void => {
      mkdirSync(join(root, name));
      writeFileSync(join(root, name, mark), content);
    };
    zarr('cells.ome.zarr', 'zarr.json', '{"attributes":{"ome":{"multiscales":[]}}}');
    zarr('plate', '.zattrs', '{"plate":{}}');
    zarr('series', '.zattrs', '{"bioformats2raw.layout":3}');
    zarr('table.zarr', '.zgroup', '{"zarr_format":2}');
    zarr('not-read.zarr', 'zarr.json', 'no JSON');
    mkdirSync(join(root, 'plain'));
    mkdirSync(join(root, '.hidden'));
    writeFileSync(join(root, 'b.tif'), 'abc');
    const { entries } = await listFolder(root);
    expect(entries.map(({ name, folder, image, bytes }) => [name, folder, image, bytes])).toEqual([
      ['not-read.zarr', true, undefined, 0],
      ['plain', true, undefined, 0],
      ['table.zarr', true, undefined, 0],
      ['b.tif', false, undefined, 3],
      ['cells.ome.zarr', false, true, 0],
      ['plate', false, true, 0],
      ['series', false, true, 0],
    ]);
  });

  it('still tells the inside of an OME-Zarr whose path is given', async () => {
    const { entries, parent } = await listFolder(join(root, 'cells.ome.zarr'));
    expect(entries.map(({ name }) => name)).toEqual(['zarr.json']);
    expect(parent).toBe(root);
  });

  it('of a folder that is absent', async () => {
    await expect(listFolder(join(root, 'absent'))).rejects.toMatchObject({ kind: 'not-found' });
  });
});
