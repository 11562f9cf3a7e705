/**
 * Runs in a user and mount namespace of its own (see ome-tiff-write.slow.test.ts): puts a small or a read-only disk under the folder
 * given, tries to replace the file on it, and prints what came of it as JSON.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import { createOmeTiff } from '../../main/formats/ome-tiff/write.ts';
import { writePng } from '../../main/formats/png-jpeg/write-png.ts';

const [disk = '', way] = process.argv.slice(2);
execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk]);
const path = join(disk, 'result.tif');
writeFileSync(path, 'the old file');
if (way === 'read-only') execFileSync('mount', ['-o', 'remount,ro', disk]);

let state = 1;
const noise = Uint8Array.from({ length: 1024 * 1024 }, () => {
  state = (state * 48_271) % 2_147_483_647;
  return state & 255;
});

async function attempt(action: () => Promise<void>): Promise<unknown> {
  try {
    await action();
    return null;
  } catch (error) {
    return error instanceof GroveError ? error.toData() : String(error);
  }
}

const tiff = await attempt(async () => {
  const image = {
    ...{ path, description: '', pixelType: 'uint8' as const, sizeZ: 1, sizeT: 1, coarsen: 'mean' as const },
    scenes: [{ name: 'Scene 1', width: 1024, height: 1024 }],
    channels: [{ name: 'Noise', color: null }],
    pixelSizeUm: { x: null, y: null, z: null },
  };
  const file = await createOmeTiff(image);
  try {
    for (let i = 0; i < 4; i++) await file.write(noise.subarray(i * 2 ** 18, (i + 1) * 2 ** 18));
    await file.finish();
  } catch (error) {
    await file.abandon();
    throw error;
  }
});
const png = await attempt(() => writePng(path, { width: 1024, height: 1024, channels: 1, data: noise }));
console.log(JSON.stringify({ tiff, png, files: readdirSync(disk), content: readFileSync(path, 'utf8') }));
