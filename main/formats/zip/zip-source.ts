import { GroveError } from '#core/model/error.ts';
import type { NamedFile } from '../reading/read-errors.ts';

/** Bytes of an archive, in a file or in memory. */
export interface ZipSource extends NamedFile {
  readonly size: number;
  /** Exactly `length` bytes from `offset`; only asked for what lies within `size`. */
  read(offset: number, length: number, what: string): Promise<Uint8Array>;
}

/** An archive within `bytes`, called `name` in messages about the file at `path`. */
export function zipInMemory(path: string, name: string, bytes: Uint8Array): ZipSource {
  return {
    path,
    name,
    size: bytes.length,
    read: async (offset, length) => bytes.subarray(offset, offset + length),
  };
}

/** Why an archive is refused; the codes of the list of reasons for model files. */
export type ZipCode =
  | 'NOT_A_ZIP'
  | 'ZIP_TRUNCATED'
  | 'ZIP_CRC'
  | 'ZIP_ENCRYPTED'
  | 'ZIP_PATH'
  | 'ZIP_DUPLICATE'
  | 'ZIP_RATIO'
  | 'TOO_LARGE';

/** `what` continues "a.czann …" and ends with what to do. */
export function zipError(source: NamedFile, code: ZipCode, what: string, cause?: unknown): GroveError {
  const kind = code === 'TOO_LARGE' ? 'too-large' : code === 'ZIP_ENCRYPTED' ? 'unsupported' : 'corrupt';
  return new GroveError(kind, `${source.name} ${what}.`, { file: source.path, code, cause });
}
