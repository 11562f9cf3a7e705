import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * True where `built` is missing or older than anything in the files and folders it is made from. Folders count too: they
 * change when a file in them is taken away.
 */
export function isStale(built: string, sources: readonly string[]): boolean {
  const made = statSync(built, { throwIfNoEntry: false })?.mtimeMs;
  return made === undefined || sources.some((source) => newest(source) > made);
}

function newest(path: string): number {
  const info = statSync(path);
  if (!info.isDirectory()) return info.mtimeMs;
  return Math.max(info.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}
