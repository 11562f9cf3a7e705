import { tagBytes } from './directory.ts';
import type { TiffPage } from './page.ts';
import { Tag } from './tags.ts';

const LONGEST_DESCRIPTION = 32 * 2 ** 20;

/**
 * The description of a page: UTF-8, or Latin-1 where it is not; up to the first zero byte. Empty where it has none. Throws
 * GroveError 'too-large' above 32 MB.
 */
export async function pageDescription({ tiff, directory }: TiffPage): Promise<string> {
  const bytes = await tagBytes(tiff, directory, Tag.description, LONGEST_DESCRIPTION);
  if (bytes === null) return '';
  const end = bytes.indexOf(0);
  const text = Buffer.from(end < 0 ? bytes : bytes.subarray(0, end));
  const decoded = text.toString('utf8');
  return (decoded.includes('\ufffd') ? text.toString('latin1') : decoded).trim();
}

/** True where a text may be an OME-XML document. */
export function looksLikeOmeXml(text: string): boolean {
  return /<(\w+:)?OME[\s>]/.test(text.slice(0, 4096));
}
