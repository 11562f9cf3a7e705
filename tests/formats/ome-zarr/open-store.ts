import { openOmeZarrFile, openOmeZarrFolder, zarrFolderOf } from '../../../main/formats/ome-zarr/open-ome-zarr-at.ts';
import { createChunkCache } from '../../../main/formats/reading/chunk-cache.ts';
import { openSourceFile } from '../../../main/formats/reading/source-file.ts';
import type { ImageFile } from '../../../main/services/ports.ts';

const cache = createChunkCache(8 * 2 ** 20);

/** Opens a store in a folder or an archive, as `openImage` does once it knows what it has. */
export async function openStore(path: string): Promise<ImageFile> {
  const folder = await zarrFolderOf(path);
  if (folder !== null) return openOmeZarrFolder(folder, cache);
  const file = await openSourceFile(path);
  return openOmeZarrFile(file, cache).catch(async (error: unknown) => {
    await file.close();
    throw error;
  });
}
