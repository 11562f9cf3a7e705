import { GroveError } from '#core/model/error.ts';
import type { ImageFile } from '../../services/ports.ts';
import type { ChunkCache } from '../reading/chunk-cache.ts';
import { createFilePool, type FilePool } from '../reading/file-pool.ts';
import { unsupported } from '../reading/read-errors.ts';
import type { SourceFile } from '../reading/source-file.ts';
import type { TiffPage } from '../tiff/page.ts';
import { stackImage } from '../tiff/stack-image.ts';
import { createTableBlocks } from '../tiff/tiff-source.ts';
import { readMetadataFile } from './metadata-file.ts';
import { listed } from './ome-notes.ts';
import { omeStack } from './ome-stack.ts';
import { type OmeDocument, parseOmeXml } from './parse-ome-xml.ts';
import { findSetFiles, type SetFiles } from './set-files.ts';

/** Files of a set that are open at a time, beside the one that was opened. */
const OPEN_FILES = 16;

/**
 * Opens the image that the OME-XML of a TIFF describes: in this file, in several of its folder, or, where the file holds only
 * pixels, as the metadata file of its folder describes it. Where that cannot be, a note that says why; the pages themselves can
 * still be shown. `file` belongs to the image from now on.
 */
export async function openOmeTiff(
  file: SourceFile,
  text: string,
  pages: readonly (TiffPage | null)[],
  cache: ChunkCache,
): Promise<ImageFile | { readonly note: string }> {
  const inside = parseOmeXml(text);
  if (inside === null) return { note: NOT_FOLLOWED };
  const pool = createFilePool(OPEN_FILES);
  try {
    const document = inside.metadataFile === null ? inside : await readMetadataFile(file, inside.metadataFile, pool);
    if (document === null) {
      await pool.close();
      return {
        note: `Missing or unreadable beside the file: ${inside.metadataFile}, which describes the whole image; only the pages of this file are shown.`,
      };
    }
    const own = { pages, uuid: inside.uuid };
    const alone = inside.metadataFile === null && namedFiles(document) < 2;
    const files = alone ? onlyThisFile(pages) : await findSetFiles(file, own, pool, createTableBlocks());
    const stack = await omeStack(file, document, pages, files);
    if (stack !== null) return await stackImage(file, stack, cache, () => closeAll(pool, file));
    await pool.close();
    if (files.missing.size === 0) return { note: NOT_FOLLOWED };
    return { note: `Missing beside the file: ${listed(files.missing)}; only the pages of this file are shown.` };
  } catch (error) {
    await pool.close();
    throw error;
  }
}

const NOT_FOLLOWED = 'Its OME-XML does not fit its pages; they are shown as a stack in their order.';

/** Opens the image that an OME-XML file describes, whose planes are in TIFFs beside it. */
export async function openOmeCompanion(file: SourceFile, cache: ChunkCache): Promise<ImageFile> {
  const pool = createFilePool(OPEN_FILES);
  try {
    const document = await readMetadataFile(file, file.name, pool);
    if (document === null) throw unsupported(file, 'is no OME-XML that describes an image', 'choose an image');
    if (document.images.some(({ binData }) => binData)) {
      throw unsupported(file, 'holds its pixels as text', 'convert it to OME-TIFF');
    }
    const files = await findSetFiles(file, null, pool, createTableBlocks());
    const stack = await omeStack(file, document, [], files);
    if (stack === null) {
      const message = `${file.name} describes images in files that are not beside it (${listed(files.missing)}); copy them into its folder.`;
      throw new GroveError('not-found', message, { file: file.path });
    }
    return await stackImage(file, stack, cache, () => closeAll(pool, file));
  } catch (error) {
    await pool.close();
    throw error;
  }
}

async function closeAll(pool: FilePool, file: SourceFile): Promise<void> {
  await pool.close();
  await file.close();
}

/** How many files a document names. One alone is this file, whatever it was renamed to. */
function namedFiles({ images }: OmeDocument): number {
  const names = new Set<string>();
  for (const { tiffData } of images) {
    for (const { uuid, fileName } of tiffData) {
      const name = uuid ?? fileName;
      if (name !== null) names.add(name);
    }
  }
  return names.size;
}

function onlyThisFile(pages: readonly (TiffPage | null)[]): SetFiles {
  const file = { pages: async () => pages.length, page: (index: number) => pages[index] };
  return { find: () => file, missing: new Set() };
}
