import { type ErrorKind, GroveError } from '#core/model/error.ts';
import type { NamedFile } from '../reading/read-errors.ts';

/** Why a model file is refused, besides the codes of archives (ZipCode). The codes never change; scripts may act on them. */
export type PackageCode =
  | 'UNKNOWN_CONTAINER'
  | 'NO_METADATA'
  | 'NO_MODEL'
  | 'METADATA_SYNTAX'
  | 'XML_DOCTYPE'
  | 'METADATA_FIELD'
  | 'UNKNOWN_TYPE'
  | 'UNSUPPORTED_TYPE'
  | 'CLASS_COUNT'
  | 'OVERLAP'
  | 'MODEL_UNREADABLE'
  | 'SHAPE_MISMATCH'
  | 'BATCH'
  | 'IO_COUNT'
  | 'DTYPE'
  | 'OPSET'
  | 'OPERATOR'
  | 'EXTERNAL_DATA'
  | 'SAVEDMODEL'
  | 'LEGACY_VERSION'
  | 'PIXEL_TYPE'
  | 'NOT_TRAINED'
  | 'RANDOM_FOREST'
  | 'TILE_UNKNOWN'
  | 'TOO_LARGE';

const UNSUPPORTED: readonly PackageCode[] = [
  'UNKNOWN_CONTAINER',
  'UNKNOWN_TYPE',
  'UNSUPPORTED_TYPE',
  'OPSET',
  'OPERATOR',
  'EXTERNAL_DATA',
  'LEGACY_VERSION',
  'PIXEL_TYPE',
  'NOT_TRAINED',
  'RANDOM_FOREST',
];

/** `what` continues "a.czann …", says what is wrong with both values, and ends with what to do. */
export function packageError(file: NamedFile, code: PackageCode, what: string, cause?: unknown): GroveError {
  const kind: ErrorKind = code === 'TOO_LARGE' ? 'too-large' : UNSUPPORTED.includes(code) ? 'unsupported' : 'corrupt';
  return new GroveError(kind, `${file.name} ${what}.`, { file: file.path, code, cause });
}
