import { basename, extname, resolve } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import { checkOutputFile } from '../output-file.ts';
import type { ExportOutputs, ImagePart } from './export-request.ts';

/** Longest edge of an image written as PNG, which is made in memory. */
export const PNG_EDGE = 8192;

/**
 * Throws unless files can be written as asked: known endings, existing folders, different files, none of them one of the
 * `inputs`, and a PNG only for labels.
 */
export async function checkOutputs(outputs: ExportOutputs, inputs: readonly string[]): Promise<void> {
  const paths = [outputs.path, outputs.probabilities, outputs.confidence].filter((path) => path !== null);
  const seen = new Set<string>();
  for (const path of paths) {
    const name = basename(path);
    const ending = extname(path).toLowerCase();
    const png = ending === '.png' && path === outputs.path;
    if (!png && !['.tif', '.tiff', '.zarr'].includes(ending)) {
      const offer = path === outputs.path ? '.tif, .ome.zarr or .png' : '.tif or .ome.zarr';
      throw new GroveError('invalid-input', `${name} must end in ${offer}.`, { file: path });
    }
    if (outputs.format === 'labels' && (outputs.classes ?? null) !== null) {
      const message = 'A label image holds all classes; choose the format multichannel to write some of them.';
      throw new GroveError('invalid-input', message, { file: path });
    }
    if (png && outputs.format !== 'labels') {
      throw new GroveError('invalid-input', `${name} cannot hold a channel per class; choose a .tif file.`, { file: path });
    }
    if (seen.has(resolve(path))) {
      throw new GroveError('invalid-input', `${name} is asked for twice; give each result a file of its own.`, { file: path });
    }
    seen.add(resolve(path));
    await checkOutputFile(path, inputs);
  }
}

/** Throws 'too-large' where a PNG is asked for a plane that is too large for it, 'invalid-input' for several planes. */
export function checkPng({ path }: Pick<ExportOutputs, 'path'>, { planes, regions }: ImagePart): void {
  if (extname(path).toLowerCase() !== '.png') return;
  if (planes.length > 1) {
    const message = `${basename(path)} can hold one plane, not ${planes.length}; choose a .tif or .ome.zarr file, or one plane.`;
    throw new GroveError('invalid-input', message, { file: path });
  }
  const { width, height } = regions.get(planes[0]!.scene)!;
  if (Math.max(width, height) <= PNG_EDGE) return;
  const message = `${width} × ${height} pixels are too many for ${basename(path)} (at most ${PNG_EDGE} × ${PNG_EDGE}); choose a .tif file.`;
  throw new GroveError('too-large', message, { file: path });
}
