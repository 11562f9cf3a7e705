import { GroveError } from '#core/model/error.ts';
import type { TiffPage } from './page.ts';
import { readDirectories } from './read-directories.ts';
import { readPage } from './read-page.ts';
import type { TiffSource } from './tiff-source.ts';

/** All pages of the main chain; null for one, other than the first, that Grove cannot read. */
export async function readPages(tiff: TiffSource): Promise<(TiffPage | null)[]> {
  const directories = await readDirectories(tiff);
  const pages: (TiffPage | null)[] = [];
  for (const [index, directory] of directories.entries()) {
    try {
      pages.push(await readPage(tiff, directory, index));
    } catch (error) {
      if (index === 0 || !(error instanceof GroveError) || error.kind !== 'unsupported') throw error;
      pages.push(null);
    }
  }
  return pages;
}
