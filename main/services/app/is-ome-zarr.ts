import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Where a Zarr keeps what its root is, versions 3 and 2. */
const MARKS = ['zarr.json', '.zattrs'];

/** Words of OME-Zarr that stand at the root of an image, a plate, a well and a series of images. */
const WORDS = ['"multiscales"', '"plate"', '"well"', '"bioformats2raw.layout"'];

/** They stand near the start; a copy of all metadata below, which may be long, comes later or brings the same words. */
const MOST_BYTES = 2 ** 18;

/** True for a folder that is an OME-Zarr image, plate, well or series; false where it is anything else or cannot be looked at. */
export async function isOmeZarr(folder: string): Promise<boolean> {
  for (const mark of MARKS) {
    const text = await startOf(join(folder, mark));
    if (WORDS.some((word) => text.includes(word))) return true;
  }
  return false;
}

async function startOf(path: string): Promise<string> {
  // Before opening: a pipe would keep us waiting.
  const kind = await stat(path).catch(() => null);
  const file = kind?.isFile() ? await open(path, 'r').catch(() => null) : null;
  if (file === null) return '';
  try {
    const bytes = Buffer.alloc(Math.min(MOST_BYTES, (await file.stat()).size));
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
    return bytes.toString('utf8', 0, bytesRead);
  } catch {
    return '';
  } finally {
    await file.close();
  }
}
