import { dirname, join } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import type { FilePool } from '../reading/file-pool.ts';
import { type NamedFile, tooLarge } from '../reading/read-errors.ts';
import { pageDescription } from '../tiff/description.ts';
import { readDirectories } from '../tiff/read-directories.ts';
import { readPage } from '../tiff/read-page.ts';
import { openTiffSource } from '../tiff/tiff-source.ts';
import { type OmeDocument, parseOmeXml } from './parse-ome-xml.ts';
import { plainName } from './set-files.ts';

const LONGEST_DOCUMENT = 64 * 2 ** 20;

/**
 * Reads the OME-XML in the file `name` of the folder of `beside`: an XML file, or a TIFF with the document in it. Null where there
 * is no such file or no document that describes an image; one that points to yet another file is none.
 */
export async function readMetadataFile(beside: NamedFile, name: string, pool: FilePool): Promise<OmeDocument | null> {
  const plain = plainName(name);
  if (plain === null) return null;
  try {
    const file = await pool.file(join(dirname(beside.path), plain));
    const start = Buffer.from(await file.read(0, Math.min(4, file.size), 'its first bytes')).toString('latin1');
    let text: string;
    if (start.startsWith('II') || start.startsWith('MM')) {
      const tiff = await openTiffSource(file);
      const [first] = await readDirectories(tiff);
      text = await pageDescription(await readPage(tiff, first!, 0));
    } else {
      if (file.size > LONGEST_DOCUMENT) throw tooLarge(file, `is an OME-XML of more than ${LONGEST_DOCUMENT / 2 ** 20} MB`);
      text = Buffer.from(await file.read(0, file.size, 'its end'))
        .toString('utf8')
        .replace(/^\ufeff/, '');
    }
    const document = parseOmeXml(text);
    return document?.metadataFile === null ? document : null;
  } catch (error) {
    if (error instanceof GroveError && ['not-found', 'unsupported', 'corrupt'].includes(error.kind)) return null;
    throw error;
  }
}
