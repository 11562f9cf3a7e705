import { damaged, type NamedFile } from '../reading/read-errors.ts';
import type { EntryRange } from './zarr-store.ts';

/** Where a part of an entry lies. Throws GroveError 'corrupt' where the entry does not have it or it is larger than `limit`. */
export function placeOf(
  entry: NamedFile,
  range: EntryRange | null,
  size: number,
  limit: number,
): { readonly offset: number; readonly length: number } {
  const wanted = range === null ? size : 'suffixLength' in range ? range.suffixLength : range.length;
  const offset = range === null ? 0 : 'suffixLength' in range ? size - wanted : range.offset;
  if (wanted > limit) throw damaged(entry, `${wanted} bytes of it are wanted where at most ${limit} make sense`);
  if (!(offset >= 0 && wanted >= 0 && offset + wanted <= size)) {
    throw damaged(entry, `it has only ${size} bytes, so it was probably not copied completely`);
  }
  return { offset, length: wanted };
}
