import { basename, resolve } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import type { ImageRecord } from '#core/model/project.ts';
import type { ComputePool, ProjectStore, RunOptions } from '../ports.ts';

/** Tells the project where an image has moved. Throws 'mismatch' where the file at `path` is not that image. */
export async function relinkImage(
  pool: ComputePool,
  store: ProjectStore,
  imageId: string,
  path: string,
  options: RunOptions,
): Promise<ImageRecord> {
  const image = store.image(imageId);
  const where = resolve(path);
  const { hash } = await pool.run('image.hash', { path: where }, options);
  if (hash !== image.contentHash) {
    const message = `${basename(where)} is another image than ${image.name}: its content differs. Choose the file that was moved, or add it as a new image.`;
    throw new GroveError('mismatch', message, { file: where });
  }
  store.relinkImage(imageId, where);
  return store.image(imageId);
}
