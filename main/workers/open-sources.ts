import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { openPyramid } from '../engines/pyramid/open-pyramid.ts';
import { scaledImageFile } from '../engines/scaled-image-file.ts';
import { sharedImageFile } from '../engines/shared-image-file.ts';
import { openImage } from '../formats/open-image.ts';
import type { ImageFile, ImageSource } from '../services/ports.ts';

interface OpenSource {
  readonly file: ImageFile;
  readonly stamp: string;
  /** State of all files of an image that lies in several, and when it was looked at. */
  readonly members: string;
  looked: number;
}

/** Files this thread keeps open, the one used last at the end. */
const opened = new Map<string, OpenSource>();
const KEEP_OPEN = 8;

/** An image may lie in thousands of files; whether one of them has changed is looked at this often. */
const LOOK_EVERY_MS = 1000;

/**
 * The image of a source, ready to be read. Files stay open for the next job, unless they have changed on disk since. What is
 * returned belongs to this module: do not close it. Whether further files of an image have changed is looked at once a second, or
 * `now`.
 */
export async function openSource(source: ImageSource, now = false): Promise<ImageFile> {
  if (source.kind === 'shared') return sharedImageFile(source.image);
  if (source.kind === 'scaled') return scaledImageFile(await openSource(source.of), source.scale);
  const key = `${source.kind}:${source.path}`;
  const stamp = await changeStamp(source.path);
  const known = opened.get(key);
  if (known !== undefined) opened.delete(key);
  if (known?.stamp === stamp && (await hasSameMembers(known, now))) {
    opened.set(key, known);
    return known.file;
  }
  await known?.file.close();
  const file = await (source.kind === 'pyramid' ? openPyramid(source.path) : openImage(source.path));
  opened.set(key, { file, stamp, members: await memberStamp(file), looked: performance.now() });
  for (const [oldest, entry] of opened) {
    if (opened.size <= KEEP_OPEN) break;
    opened.delete(oldest);
    await entry.file.close();
  }
  return file;
}

async function hasSameMembers(known: OpenSource, now: boolean): Promise<boolean> {
  if (known.file.files === undefined || (!now && performance.now() - known.looked < LOOK_EVERY_MS)) return true;
  known.looked = performance.now();
  return (await memberStamp(known.file)) === known.members;
}

/** Tells one state of all files of an image from another; empty where it lies in one. */
async function memberStamp({ files = [] }: ImageFile): Promise<string> {
  return (await Promise.all(files.map((path) => stat(path).catch(() => null)))).map(stampOf).join(' ');
}

/** Metadata at the top of a Zarr; writing an image anew writes them anew. */
const FOLDER_MARKS = ['zarr.json', '.zgroup', '.zattrs'];

/** Tells one state of a file from another. A folder is told by itself and by what marks it as a Zarr, not by its chunks. */
async function changeStamp(path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  const marked = found?.isFile() && FOLDER_MARKS.includes(basename(path));
  if (!found?.isDirectory() && !marked) return stampOf(found);
  const folder = marked ? dirname(path) : path;
  const marks = await Promise.all(FOLDER_MARKS.map((name) => stat(join(folder, name)).catch(() => null)));
  return [found, ...marks].map(stampOf).join(' ');
}

function stampOf(found: { readonly mtimeMs: number; readonly size: number; readonly ino: number } | null): string {
  return found === null ? 'absent' : `${found.mtimeMs}-${found.size}-${found.ino}`;
}
