import { damaged, tooLarge } from '../reading/read-errors.ts';
import { type Directory, readDirectory } from './directory.ts';
import type { TiffSource } from './tiff-source.ts';

/** More pages than any recording has. */
export const MOST_PAGES = 1_000_000;

/** All directories of the main chain, in order. Throws GroveError 'corrupt' where the chain is broken or runs in a circle. */
export async function readDirectories(tiff: TiffSource): Promise<Directory[]> {
  const directories: Directory[] = [];
  const seen = new Set<number>();
  for (let offset = tiff.firstDirectory; offset !== 0; ) {
    if (seen.has(offset)) throw damaged(tiff.file, 'its pages follow each other in a circle');
    if (directories.length === MOST_PAGES) throw tooLarge(tiff.file, `has more than ${MOST_PAGES} pages; split it`);
    seen.add(offset);
    const directory = await readDirectory(tiff, offset);
    directories.push(directory);
    offset = directory.next;
  }
  if (directories.length === 0) throw damaged(tiff.file, 'it holds no page');
  return directories;
}
