import { createHash, type Hash } from 'node:crypto';
import { lstat, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Files that say what the arrays of a Zarr are. */
export const ZARR_METADATA: readonly string[] = ['zarr.json', '.zgroup', '.zarray', '.zattrs', '.zmetadata'];

/** Bounds of the work, whatever the number of chunks. */
const FOLDERS = 1024;
const DEEPEST = 16;
const CHUNKS_PER_FOLDER = 64;
const METADATA_BYTES = 64 * 2 ** 20;
const SAMPLES = 64;
const SAMPLE_BYTES = 256 * 2 ** 10;

interface Walk {
  readonly root: string;
  readonly sha: Hash;
  /** Chunk files looked at. */
  readonly chunks: string[];
  metadataBytes: number;
  bytes: number;
  readonly throwIfCancelled: () => void;
}

/**
 * Names a Zarr folder by its content: 'zarr:' and the SHA-256 of what follows, from the top downwards and in the order of names; times,
 * links and the folder's own name do not matter.
 *
 * Of each folder looked at: the names of all its entries; the content of its metadata files (64 MB in all); and names and sizes of up
 * to 64 chunk files, evenly spaced. Then the first 256 kB of up to 64 of all these chunk files, evenly spaced again. All folders are
 * looked at where there are few; where there are more, evenly spaced ones at each depth, some thousands at most, so that a store of
 * a million chunks costs as much as one of thousands. Two stores that differ only in chunks that are not looked at are taken for the
 * same. `bytes` is the sum of the sizes that were looked at: all of it in a small store.
 */
export async function zarrFolderHash(root: string, throwIfCancelled: () => void): Promise<{ hash: string; bytes: number }> {
  const walk: Walk = { root, sha: createHash('sha256'), chunks: [], metadataBytes: 0, bytes: 0, throwIfCancelled };
  await lookAt(walk, '', FOLDERS, 0);
  for (const path of evenlySpaced(walk.chunks, SAMPLES)) {
    throwIfCancelled();
    walk.sha.update(await firstBytes(join(root, path), SAMPLE_BYTES));
  }
  return { hash: `zarr:${walk.sha.digest('hex')}`, bytes: walk.bytes };
}

/** Looks at a folder and about `budget` of those below it; with none left, at one below it all the same, so that chunks are met. */
async function lookAt(walk: Walk, folder: string, budget: number, depth: number): Promise<void> {
  walk.throwIfCancelled();
  const entries = (await readdir(join(walk.root, folder), { withFileTypes: true }))
    .filter((entry) => entry.isFile() || entry.isDirectory())
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const inside = (name: string): string => (folder === '' ? name : `${folder}/${name}`);
  const files: string[] = [];
  const folders: string[] = [];
  for (const entry of entries) {
    walk.sha.update(`${entry.isFile() ? 'file' : 'folder'}\0${inside(entry.name)}\0`);
    if (entry.isDirectory()) folders.push(entry.name);
    else if (ZARR_METADATA.includes(entry.name)) await addMetadata(walk, inside(entry.name));
    else files.push(entry.name);
  }
  for (const name of evenlySpaced(files, CHUNKS_PER_FOLDER)) {
    const { size } = await lstat(join(walk.root, inside(name)));
    walk.sha.update(`${inside(name)}\0${size}\0`);
    walk.bytes += size;
    walk.chunks.push(inside(name));
  }
  if (depth === DEEPEST) return;
  const some = folders.length <= budget / 2 ? folders : evenlySpaced(folders, Math.max(1, Math.ceil(Math.sqrt(budget))));
  const share = Math.max(0, Math.floor((budget - some.length) / some.length));
  for (const name of some) await lookAt(walk, inside(name), share, depth + 1);
}

async function addMetadata(walk: Walk, path: string): Promise<void> {
  const { size } = await lstat(join(walk.root, path));
  walk.sha.update(`${size}\0`);
  walk.bytes += size;
  const most = Math.min(size, METADATA_BYTES - walk.metadataBytes);
  walk.metadataBytes += most;
  if (most > 0) walk.sha.update(await firstBytes(join(walk.root, path), most));
}

/** Up to `most` of the items, the first and the last among them. */
function evenlySpaced<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  if (most === 1) return items.slice(0, 1);
  return Array.from({ length: most }, (_, i) => items[Math.round((i * (items.length - 1)) / (most - 1))]!);
}

async function firstBytes(path: string, most: number): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const bytes = Buffer.allocUnsafe(Math.min(most, (await file.stat()).size));
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
