import { basename } from 'node:path';
import { CONVERTED_FORMAT } from '#core/model/converted-format.ts';
import { GroveError } from '#core/model/error.ts';
import type { ImageInfo } from '#core/model/image.ts';
import type { ComputePool, Jobs, RunOptions } from '../ports.ts';
import type { ConvertedImages } from './converted-images.ts';

/**
 * A pool that opens foreign formats, too: where a file is 'unsupported', its converted copy is opened instead, and 'bio-formats'
 * is named as the format. Where nothing can convert, what the reader said stands. All other jobs get their path from ImageSources.
 */
export function createImportingPool(pool: ComputePool, converted: ConvertedImages): ComputePool {
  async function open(path: string, options: RunOptions = {}): Promise<ImageInfo> {
    const opened = await pool.run('image.open', { path }, options).then(
      (info) => ({ info }),
      (error: unknown) => ({ error }),
    );
    if ('info' in opened) return opened.info;
    if (!(opened.error instanceof GroveError) || opened.error.kind !== 'unsupported') throw opened.error;
    const copy = await converted.of(path, false, options);
    if (copy === null) throw opened.error;
    try {
      const info = await pool.run('image.open', { path: copy }, options);
      const note = `Read from a copy that Bio-Formats made of ${basename(path)}.`;
      return { ...info, format: CONVERTED_FORMAT, notes: [...(info.notes ?? []), note] };
    } catch (error) {
      if (!(error instanceof GroveError) || (error.kind !== 'corrupt' && error.kind !== 'unsupported')) throw error;
      await converted.discard(copy);
      const message = `What Bio-Formats made of ${basename(path)} cannot be read; export the image as OME-TIFF or OME-Zarr.`;
      throw new GroveError('unsupported', message, { file: path, cause: error });
    }
  }

  return {
    threads: pool.threads,
    run<K extends keyof Jobs>(kind: K, input: Jobs[K]['in'], options?: RunOptions): Promise<Jobs[K]['out']> {
      if (kind !== 'image.open') return pool.run(kind, input, options);
      return open((input as Jobs['image.open']['in']).path, options) as Promise<Jobs[K]['out']>;
    },
    close: () => pool.close(),
  };
}
