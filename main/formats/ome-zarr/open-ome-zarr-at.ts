import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { ImageFile } from '../../services/ports.ts';
import type { ChunkCache } from '../reading/chunk-cache.ts';
import type { SourceFile } from '../reading/source-file.ts';
import { openFolderStore } from './folder-store.ts';
import { openOmeZarr } from './open-ome-zarr.ts';
import { ZARR_MARKS } from './zarr-marks.ts';
import type { ZarrStore } from './zarr-store.ts';
import { openZipStore } from './zip-store.ts';

/** The folder that a path names: itself, or that of one of the files that mark a Zarr; null where it is another file or absent. */
export async function zarrFolderOf(path: string): Promise<string | null> {
  const kind = await stat(path).catch(() => null);
  if (kind?.isDirectory()) return path;
  return kind?.isFile() && ZARR_MARKS.includes(basename(path)) ? dirname(path) : null;
}

/** The Zarr in the folder that a path names; null where it names something else. */
export async function openZarrFolderOf(path: string): Promise<ZarrStore | null> {
  const folder = await zarrFolderOf(path);
  return folder === null ? null : openFolderStore(folder);
}

/** Opens the OME-Zarr in a folder; see `openOmeZarr`. */
export async function openOmeZarrFolder(folder: string, cache: ChunkCache): Promise<ImageFile> {
  return openOmeZarr(await openFolderStore(folder), cache);
}

/** Opens the OME-Zarr in a ZIP archive; see `openOmeZarr`. `file` belongs to the image from now on, also where this fails. */
export async function openOmeZarrFile(file: SourceFile, cache: ChunkCache): Promise<ImageFile> {
  return openOmeZarr(await openZipStore(file), cache);
}
