import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { GroveError } from '#core/model/error.ts';

/**
 * Throws unless a file can be made at `path`: its folder exists, it is no folder itself, and it is none of `inputs`, under
 * whatever name they go.
 */
export async function checkOutputFile(path: string, inputs: readonly string[]): Promise<void> {
  const name = basename(path);
  const folder = dirname(resolve(path));
  if (!(await statOf(folder))?.isDirectory()) {
    throw new GroveError('not-found', `The folder of ${name}, ${folder}, does not exist; make it first.`, { file: path });
  }
  const there = await statOf(path);
  if (there?.isDirectory())
    throw new GroveError('invalid-input', `${path} is a folder; give the name of a file.`, { file: path });
  for (const input of inputs) {
    if (await isSameFile(there, path, input)) {
      throw new GroveError('invalid-input', `${name} would overwrite ${basename(input)}; choose another name.`, { file: path });
    }
  }
}

async function isSameFile(there: Stats | null, path: string, input: string): Promise<boolean> {
  if (resolve(path) === resolve(input)) return true;
  const other = await statOf(input);
  return there !== null && other !== null && there.ino === other.ino && there.dev === other.dev;
}

async function statOf(path: string): Promise<Stats | null> {
  return stat(path).catch(() => null);
}
