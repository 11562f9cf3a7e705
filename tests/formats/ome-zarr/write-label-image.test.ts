import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { FIRST_PLANE } from '#core/model/image.ts';
import { createOmeZarr } from '../../../main/formats/ome-zarr/write.ts';
import { openImage } from '../../../main/formats/open-image.ts';
import { resultFiles } from '../../../main/formats/result-files.ts';
import type { ResultImage } from '../../../main/services/ports.ts';

function image(path: string): ResultImage {
  return {
    ...{ path, scenes: [{ name: 'A', width: 20, height: 10 }], sizeZ: 1, sizeT: 1, pixelType: 'uint8', description: '' },
    ...{ channels: [{ name: 'Labels', color: null }], pixelSizeUm: { x: 0.5, y: 0.5, z: null }, coarsen: 'nearest' },
    labelClasses: [{ value: 1, name: 'Cell', color: 0xff0080 }],
  };
}

it.each(['0.4', '0.5'] as const)('a label image is put into an OME-Zarr %s in its own version', async (version) => {
  const folder = mkdtempSync(join(tmpdir(), 'grove-label-image-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const zarr = join(folder, 'image.ome.zarr');
  const { labelClasses: _, ...plain } = image(zarr);
  const pixels = await createOmeZarr(plain, { version });
  await pixels.write(new Uint8Array(200).fill(9));
  await pixels.finish();

  const abandoned = await resultFiles.omeZarr(image(join(zarr, 'labels', 'cells')));
  await abandoned.abandon();
  expect(existsSync(join(zarr, 'labels'))).toBe(false);

  for (const [name, value] of [
    ['cells', 1],
    ['nuclei', 2],
  ] as const) {
    const writer = await resultFiles.omeZarr(image(join(zarr, 'labels', name)));
    await writer.write(new Uint8Array(200).fill(value));
    await writer.finish();
    if (name === 'nuclei') continue;
    // What others have written into the group stays.
    const file = join(zarr, 'labels', version === '0.5' ? 'zarr.json' : '.zattrs');
    const group = JSON.parse(readFileSync(file, 'utf8'));
    if (version === '0.5') group.attributes.others = 5;
    else group.others = 5;
    writeFileSync(file, JSON.stringify(group));
  }
  const group = JSON.parse(readFileSync(join(zarr, 'labels', version === '0.5' ? 'zarr.json' : '.zattrs'), 'utf8'));
  const attributes = version === '0.5' ? group.attributes : group;
  expect((version === '0.5' ? attributes.ome : attributes).labels).toEqual(['cells', 'nuclei']);
  expect(attributes.others).toBe(5);
  expect(existsSync(join(zarr, 'labels', 'cells', version === '0.5' ? 'zarr.json' : '.zarray'))).toBe(version === '0.5');

  for (const [path, value] of [
    [zarr, 9],
    [join(zarr, 'labels', 'cells'), 1],
    [join(zarr, 'labels', 'nuclei'), 2],
  ] as const) {
    const file = await openImage(path);
    const rect = { x: 0, y: 0, width: 20, height: 10 };
    const { data } = await file.read({ plane: FIRST_PLANE, level: 0, rect, channels: [0] });
    expect([...new Set(data)]).toEqual([value]);
    await file.close();
  }
});
