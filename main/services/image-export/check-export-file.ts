import { basename, extname } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import { checkOutputFile } from '../output-file.ts';

export type ExportKind = 'ome-tiff' | 'ome-zarr' | 'png';

const KINDS: Readonly<Record<string, ExportKind>> = {
  '.tif': 'ome-tiff',
  '.tiff': 'ome-tiff',
  '.zarr': 'ome-zarr',
  '.png': 'png',
};

/** What an image exported to `path` becomes, by its ending. Throws GroveError 'invalid-input' for any other. */
export function exportKind(path: string): ExportKind {
  const kind = KINDS[extname(path).toLowerCase()];
  if (kind !== undefined) return kind;
  throw new GroveError('invalid-input', `${basename(path)} must end in .ome.tif, .ome.zarr or .png.`, { file: path });
}

/** Throws unless an image can be exported to `path`: a known ending, an existing folder, and none of `inputs` in its place. */
export async function checkExportFile(path: string, inputs: readonly string[]): Promise<void> {
  exportKind(path);
  await checkOutputFile(path, inputs);
}
