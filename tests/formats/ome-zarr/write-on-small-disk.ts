/**
 * Runs in a user and mount namespace of its own (see small-disk.test.ts): puts a small or a read-only disk under the folder given,
 * tries to replace the OME-Zarr on it, and prints what came of it as JSON.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import { createOmeZarr } from '../../../main/formats/ome-zarr/write.ts';
import { seededNumbers } from '../seeded-numbers.ts';

const [disk = '', way] = process.argv.slice(2);
execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]);
const path = join(disk, 'result.ome.zarr');
mkdirSync(path);
writeFileSync(join(path, 'zarr.json'), 'the old one');
if (way === 'read-only') execFileSync('mount', ['-o', 'remount,ro', disk]);

let outcome: unknown = null;
try {
  const writer = await createOmeZarr({
    ...{ path, scenes: [{ name: 'A', width: 2048, height: 512 }], sizeZ: 1, sizeT: 4, pixelType: 'uint8', coarsen: 'mean' },
    ...{ channels: [{ name: 'Noise', color: null }], pixelSizeUm: { x: null, y: null, z: null }, description: '' },
  });
  try {
    const random = seededNumbers(1);
    for (let i = 0; i < 16; i++) await writer.write(Uint8Array.from({ length: 512 * 512 }, () => random() * 256));
    await writer.finish();
  } catch (error) {
    await writer.abandon();
    throw error;
  }
} catch (error) {
  outcome = error instanceof GroveError ? error.toData() : String(error);
}
console.log(JSON.stringify({ outcome, files: readdirSync(disk), old: readdirSync(path) }));
