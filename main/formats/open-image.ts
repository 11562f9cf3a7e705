import type { ImageFile } from '../services/ports.ts';
import { openCzi } from './czi/open-czi.ts';
import { openOmeCompanion } from './ome-tiff/open-ome-tiff.ts';
import { openOmeZarrFile, openOmeZarrFolder, zarrFolderOf } from './ome-zarr/open-ome-zarr-at.ts';
import { openPngOrJpeg } from './png-jpeg/open-png-or-jpeg.ts';
import { createChunkCache } from './reading/chunk-cache.ts';
import { DETECTION_BYTES, detectFormat } from './reading/detect-format.ts';
import { openSourceFile } from './reading/source-file.ts';
import { openTiff } from './tiff/open-tiff.ts';

/** Decoded chunks kept per thread, all its files together. */
const CACHE_BYTES = 48 * 2 ** 20;
let cache = createChunkCache(CACHE_BYTES);

/** Sets how many bytes of decoded chunks this thread keeps, for files opened from now on. */
export function keepDecoded(bytes: number): void {
  cache = createChunkCache(bytes);
}

/**
 * Opens an image file, whatever its name, by what it holds: CZI, TIFF (OME, ImageJ, LSM, BigTIFF), the companion file of an OME-TIFF
 * set, PNG, JPEG, or an OME-Zarr, in a folder or a ZIP archive. The file stays open until `close`. CZIs, TIFFs and OME-Zarrs are
 * read by region; PNG and JPEG are decoded whole at the first read.
 *
 * Throws GroveError, its message naming the file, what is wrong and what to do: 'not-found', 'unreadable', 'unsupported' (another
 * format, or a kind of these that Grove cannot read), 'corrupt' (empty, cut off, contradictory) and 'too-large'. Sizes are
 * checked before anything of that size is allocated.
 */
export async function openImage(path: string): Promise<ImageFile> {
  const folder = await zarrFolderOf(path);
  if (folder !== null) return openOmeZarrFolder(folder, cache);
  const file = await openSourceFile(path);
  try {
    const start = await file.read(0, Math.min(DETECTION_BYTES, file.size), 'its first bytes');
    const format = detectFormat(file, start);
    if (format === 'czi') return await openCzi(file, cache);
    if (format === 'ome-xml') return await openOmeCompanion(file, cache);
    if (format === 'zip') return await openOmeZarrFile(file, cache);
    return format === 'tiff' ? await openTiff(file, cache) : await openPngOrJpeg(file, format);
  } catch (error) {
    await file.close();
    throw error;
  }
}
