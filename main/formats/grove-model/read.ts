import { readFile, stat } from 'node:fs/promises';
import type { PixelClassifier } from '#core/model/classifier.ts';
import { GroveError } from '#core/model/error.ts';
import { decodeModel } from './decode.ts';

/** Far beyond any forest that trains in a day; keeps a wrong file from filling the memory. */
const MAX_BYTES = 1024 ** 3;

/** Reads a model file. Throws GroveError 'not-found', 'unreadable', 'too-large', and what decodeModel throws. */
export async function readModel(path: string): Promise<PixelClassifier> {
  let bytes: Uint8Array;
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES) {
      const message = `${path} is ${size} bytes long, too large for a Grove model; choose a file that Grove saved as .grovemodel.`;
      throw new GroveError('too-large', message, { file: path });
    }
    bytes = await readFile(path);
  } catch (error) {
    if (error instanceof GroveError) throw error;
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new GroveError('not-found', `There is no model file at ${path}; check the path.`, { file: path, cause: error });
    }
    throw new GroveError(
      'unreadable',
      `The model file ${path} cannot be read; check that it is a file and that you may read it.`,
      {
        file: path,
        cause: error,
      },
    );
  }
  return decodeModel(bytes, path);
}
