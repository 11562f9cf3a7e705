import { basename, resolve } from 'node:path';
import type { AddedImages } from '#contract/contract.ts';
import { cancelled, GroveError } from '#core/model/error.ts';
import { FIRST_PLANE } from '#core/model/image.ts';
import type { ImageRecord } from '#core/model/project.ts';
import type { ComputePool, NewImage, ProjectStore, RunOptions } from '../ports.ts';
import { defaultDisplay } from './default-display.ts';
import type { ImageSources } from './image-sources.ts';

export interface ImageReading {
  readonly pool: ComputePool;
  readonly sources: ImageSources;
}

/** Everything a project keeps of an image file. Throws what the reader throws. */
export async function describeImage(reading: ImageReading, path: string, options: RunOptions = {}): Promise<NewImage> {
  const { pool, sources } = reading;
  const info = await pool.run('image.open', { path }, options);
  const { hash, bytes } = await pool.run('image.hash', { path }, options);
  const source = await sources.of({ path, contentHash: hash, info }, options);
  const ranges = await pool.run('image.range', { source, plane: FIRST_PLANE }, options);
  const display = defaultDisplay(info, ranges);
  return { path, name: basename(path), contentHash: hash, fileBytes: bytes, info, display };
}

/**
 * Puts files into the project in the order given. A file that cannot be read, or whose content is in the project already, is
 * refused with a sentence for the user; the others are added all the same. Files are examined side by side.
 */
export async function addImages(
  reading: ImageReading,
  store: ProjectStore,
  paths: readonly string[],
  { signal, onProgress, onAdded }: RunOptions & { onAdded?: (image: ImageRecord) => void },
): Promise<AddedImages> {
  const added: ImageRecord[] = [];
  const refused: { path: string; message: string }[] = [];
  const options = signal === undefined ? {} : { signal };
  const ahead = Math.max(2, reading.pool.threads);
  const examined: Promise<NewImage | GroveError>[] = [];
  let current = 0;
  const examine = (path: string, i: number): Promise<NewImage | GroveError> => {
    // Only what takes long beyond measure, converting, is told of the file that is waited for.
    const onPart: RunOptions['onProgress'] = (done, total, stage) => {
      if (stage !== undefined && i === current) onProgress?.(i + done / total, paths.length, stage);
    };
    return describeImage(reading, resolve(path), { ...options, onProgress: onPart }).catch((error: unknown) =>
      GroveError.from(error),
    );
  };

  for (const [i, path] of paths.entries()) {
    current = i;
    while (examined.length < Math.min(paths.length, i + ahead)) examined.push(examine(paths[examined.length]!, examined.length));
    const image = await examined[i]!;
    if (signal?.aborted) throw cancelled();
    const answer = image instanceof GroveError ? image : (alreadyThere(store, image) ?? image);
    if (answer instanceof GroveError) refused.push({ path, message: answer.message });
    else {
      const record = store.addImage(answer);
      added.push(record);
      onAdded?.(record);
    }
    onProgress?.(i + 1, paths.length);
  }
  return { added, refused };
}

function alreadyThere(store: ProjectStore, image: NewImage): GroveError | null {
  const twin = store.images().find((other) => other.contentHash === image.contentHash);
  if (twin === undefined) return null;
  const as = twin.path === image.path ? '' : ` as ${twin.name}`;
  return new GroveError('invalid-input', `${image.name} is in the project already${as}.`, { file: image.path });
}
