import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, extname, isAbsolute, relative, resolve } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import { isLabelPlace } from '#core/model/label-place.ts';

/**
 * Throws unless a file can be made at `path`: its folder exists, it is no folder itself (but an OME-Zarr may be where one is to be
 * made), and it is none of `inputs`, under whatever name they go, nor contains one or lies inside one. A label image may be made
 * inside an OME-Zarr that is an input; its group need not exist.
 */
export async function checkOutputFile(path: string, inputs: readonly string[]): Promise<void> {
  const name = basename(path);
  const label = isLabelPlace(path);
  const folder = label ? dirname(dirname(resolve(path))) : dirname(resolve(path));
  if (!(await statOf(folder))?.isDirectory()) {
    throw new GroveError('not-found', `The folder of ${name}, ${folder}, does not exist; make it first.`, { file: path });
  }
  const there = await statOf(path);
  const zarr = label || extname(path).toLowerCase() === '.zarr';
  if (there?.isDirectory() && !zarr) {
    throw new GroveError('invalid-input', `${path} is a folder; give the name of a file.`, { file: path });
  }
  for (const input of inputs) {
    const inside = zarr && (lies(input, path) || (!label && lies(path, input)));
    if (inside || (await isSameFile(there, path, input))) {
      throw new GroveError('invalid-input', `${name} would overwrite ${basename(input)}; choose another name.`, { file: path });
    }
  }
}

/** True where `path` lies within the folder `folder`. */
function lies(path: string, folder: string): boolean {
  const way = relative(resolve(folder), resolve(path));
  return way !== '' && !way.startsWith('..') && !isAbsolute(way);
}

async function isSameFile(there: Stats | null, path: string, input: string): Promise<boolean> {
  if (resolve(path) === resolve(input)) return true;
  const other = await statOf(input);
  return there !== null && other !== null && there.ino === other.ino && there.dev === other.dev;
}

async function statOf(path: string): Promise<Stats | null> {
  return stat(path).catch(() => null);
}
