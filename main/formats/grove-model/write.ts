import type { PixelClassifier } from '#core/model/classifier.ts';
import { writeWholeFile } from '../writing/write-whole-file.ts';
import { encodeModel } from './encode.ts';

/**
 * Writes a model file. At any moment the file at `path` is the old one or the new one, whole. Throws GroveError 'not-found' (no
 * such folder), 'disk-full', 'read-only', 'invalid-input' (a folder of that name).
 */
export async function writeModel(path: string, model: PixelClassifier): Promise<void> {
  await writeWholeFile(path, encodeModel(model));
}
