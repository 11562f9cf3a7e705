import type { NamedFile } from '../reading/read-errors.ts';

/** Part of an entry: from its start, or its last bytes. */
export type EntryRange = { readonly offset: number; readonly length: number } | { readonly suffixLength: number };

/**
 * The entries of a Zarr hierarchy, in a folder or an archive. A key is a path inside it, with `/` and without one at its start;
 * '..' and the like lead nowhere. All methods throw GroveError 'corrupt', 'unreadable', 'too-large', 'unsupported'.
 */
export interface ZarrStore extends NamedFile {
  /** True where what is inside has no path of its own. */
  readonly archive?: true;
  /** A whole entry, undefined where there is none. One of more than `limit` bytes is refused before it is read. */
  get(key: string, limit: number): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** A part of an entry, undefined where there is no such entry; `limit` as above for the part. */
  getRange(key: string, range: EntryRange, limit: number): Promise<Uint8Array<ArrayBuffer> | undefined>;
  close(): Promise<void>;
}

/** True for a key that stays inside the hierarchy on every system. */
export function isInside(key: string): boolean {
  return key.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && !/[\\\0]|^[a-z]:/i.test(part));
}
