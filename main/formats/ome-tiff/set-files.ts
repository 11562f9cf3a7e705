import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ChunkCache } from '../reading/chunk-cache.ts';
import type { FilePool } from '../reading/file-pool.ts';
import { damaged, fileSystemError, type NamedFile } from '../reading/read-errors.ts';
import type { Directory } from '../tiff/directory.ts';
import type { TiffPage } from '../tiff/page.ts';
import type { PageRef } from '../tiff/page-stack.ts';
import { readDirectories } from '../tiff/read-directories.ts';
import { readPage } from '../tiff/read-page.ts';
import { openTiffSource, type TiffSource } from '../tiff/tiff-source.ts';
import type { OmeTiffData } from './parse-ome-xml.ts';

/** A file that holds planes of an image. */
export interface SetFile {
  /** How many pages it has. */
  pages(): Promise<number>;
  /** Its page `index`; undefined behind its last one where that is known, null where Grove cannot read it. */
  page(index: number): PageRef | null | undefined;
}

/** The files among which an OME-XML document spreads its planes. */
export interface SetFiles {
  /** The file that a block of planes is in; null where it is missing. */
  find(block: Pick<OmeTiffData, 'uuid' | 'fileName'>): SetFile | null;
  /** Names of the files asked for and not found. */
  readonly missing: ReadonlySet<string>;
}

/** The file that was opened, where it is a TIFF. */
export interface OwnPages {
  readonly pages: readonly (TiffPage | null)[];
  /** Its identifier in the document. */
  readonly uuid: string | null;
}

/**
 * Files are looked for by their names in the folder of the file that was opened, and nowhere else: folders in names are left
 * out. They are opened when their first page is read.
 */
export async function findSetFiles(file: NamedFile, own: OwnPages | null, pool: FilePool, tables: ChunkCache): Promise<SetFiles> {
  const folder = dirname(file.path);
  const names = new Set(
    await readdir(folder).catch((error: unknown) => {
      throw fileSystemError(file, error);
    }),
  );
  const known = new Map<string, SetFile>();
  const missing = new Set<string>();
  const ownFile: SetFile | null = own && {
    pages: async () => own.pages.length,
    page: (index) => own.pages[index],
  };
  return {
    missing,
    find({ uuid, fileName }) {
      const name = fileName === null ? null : plainName(fileName);
      if (ownFile !== null && (name === file.name || (uuid === null ? name === null : uuid === own!.uuid))) return ownFile;
      if (name === null || !names.has(name)) {
        missing.add(name ?? fileName ?? uuid ?? 'a file without a name');
        return null;
      }
      let found = known.get(name);
      if (found === undefined) {
        found = otherFile(join(folder, name), pool, tables);
        known.set(name, found);
      }
      return found;
    },
  };
}

/** The last part of a path of any system; null where that is no name of a file. */
export function plainName(path: string): string | null {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return name === '' || name === '.' || name === '..' || name.includes('\0') ? null : name;
}

function otherFile(path: string, pool: FilePool, tables: ChunkCache): SetFile {
  let opening: Promise<{ tiff: TiffSource; directories: Directory[] }> | null = null;
  const open = (): NonNullable<typeof opening> => {
    opening ??= read().catch((error: unknown) => {
      // The next one tries anew.
      opening = null;
      throw error;
    });
    return opening;
  };
  const read = async (): Promise<{ tiff: TiffSource; directories: Directory[] }> => {
    const tiff = await openTiffSource(await pool.file(path), tables);
    return { tiff, directories: await readDirectories(tiff) };
  };
  const pages = new Map<number, Promise<TiffPage>>();
  const load = async (index: number): Promise<TiffPage> => {
    const { tiff, directories } = await open();
    const directory = directories[index];
    if (directory !== undefined) return readPage(tiff, directory, index);
    throw damaged(tiff.file, `its page ${index + 1} is needed, but it has ${directories.length}`);
  };
  return {
    pages: async () => (await open()).directories.length,
    page: (index) => () => {
      let page = pages.get(index);
      if (page === undefined) {
        page = load(index);
        pages.set(index, page);
        page.catch(() => pages.delete(index));
      }
      return page;
    },
  };
}
