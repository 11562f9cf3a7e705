import type { SourceFile } from '../reading/source-file.ts';
import { readSegment, SEGMENT_HEADER, viewOf } from './segment.ts';
import { parseXml, type XmlNode } from './xml-tree.ts';

const XML_FROM = 288;
const LONGEST_XML = 256 * 2 ** 20;

/** The metadata of a file, and why they are missing: pixels can be read without them. */
export interface CziXml {
  readonly root: XmlNode | null;
  readonly note: string | null;
}

const missing = (why: string): CziXml => ({
  root: null,
  note: `Its description ${why}; names, colours and pixel size are not known.`,
});

/** Reads the XML of the metadata segment at `position`; 0 = there is none. Never throws for what is wrong with it. */
export async function readMetadata(file: SourceFile, position: number): Promise<CziXml> {
  if (position === 0) return missing('is missing');
  const segment = await readSegment(file, position);
  if (segment?.id !== 'ZISRAWMETADATA' || position + XML_FROM > file.size) return missing('is not where the file says');
  const size = viewOf(await file.read(position + SEGMENT_HEADER, 4, 'its description')).getInt32(0, true);
  if (!(size >= 0 && size <= LONGEST_XML && position + XML_FROM + size <= file.size)) return missing('is cut off');
  const text = new TextDecoder().decode(await file.read(position + XML_FROM, size, 'its description'));
  const document = parseXml(text.replace(/\0+$/, '').trim());
  const image = document?.ImageDocument;
  if (image === null || typeof image !== 'object') return missing('cannot be read');
  const root = (image as XmlNode).Metadata;
  return root !== null && typeof root === 'object' && !Array.isArray(root)
    ? { root: root as XmlNode, note: null }
    : missing('is empty');
}
