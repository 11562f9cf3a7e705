import { readdir, rm } from 'node:fs/promises';
import { ZARR_MARKS } from './zarr-marks.ts';

/** Removes a file or a Zarr folder; nothing happens where there is none. A folder of another kind stays and is an error. */
export async function removeResult(path: string): Promise<void> {
  const names = await readdir(path).catch(() => []);
  await rm(path, { force: true, recursive: names.some((name) => ZARR_MARKS.includes(name)) });
}
