import { basename } from 'node:path';
import { isConverted } from '#core/model/converted-format.ts';
import { GroveError } from '#core/model/error.ts';
import { BYTES_PER_SAMPLE, type ImageInfo } from '#core/model/image.ts';
import { createBudgetedCache } from '../budgeted-cache.ts';
import type { ConvertedImages } from '../conversion/converted-images.ts';
import type { ComputePool, ImageSource, RunOptions, SharedImage } from '../ports.ts';
import { createSharedWork } from '../shared-work.ts';

/** A file and what is known of it. */
export interface KnownImage {
  readonly path: string;
  readonly contentHash: string;
  readonly info: ImageInfo;
}

/** Tells workers how to get at an image. */
export interface ImageSources {
  /** Converts an image of a foreign format again where its copy is gone. */
  of(image: KnownImage, options?: RunOptions): Promise<ImageSource>;
  /** For who only looks: throws 'not-found' where `of` would have to convert. */
  checkReady(image: KnownImage, options?: RunOptions): Promise<void>;
}

/** Decoded images kept at once. One that is larger by itself is kept until the next one comes. */
const KEEP_BYTES = 512 * 2 ** 20;

/** Largest image that is decoded whole. */
const MOST_BYTES = 4 * 2 ** 30;

/**
 * Images that can be read by region are read from their file by each worker. Those that cannot (PNG, JPEG, where each region costs
 * the whole plane) are decoded once into memory that all workers share. Foreign formats are read from their converted copies.
 */
export function createImageSources(pool: ComputePool, converted: Pick<ConvertedImages, 'of' | 'existing'>): ImageSources {
  const decoded = createBudgetedCache<SharedImage>(KEEP_BYTES);
  const decoding = createSharedWork<SharedImage>();

  async function copyOf(path: string, options: RunOptions): Promise<string> {
    const copy = await converted.of(path, true, options);
    if (copy !== null) return copy;
    const message = `The converted copy of ${basename(path)} is not in the cache any more and bfconvert is not there to make it again; install Bio-Formats' command line tools from openmicroscopy.org, or set their path in the preferences.`;
    throw new GroveError('unsupported', message, { file: path });
  }

  return {
    async of({ path: original, contentHash, info }, options = {}) {
      const path = isConverted(info) ? await copyOf(original, options) : original;
      if (!decodedWhole(info)) return { kind: 'file', path };
      const known = decoded.get(contentHash);
      if (known !== undefined) return { kind: 'shared', path, image: known };
      const bytes = planeBytes(info);
      if (bytes > MOST_BYTES) {
        const size = `${info.width} × ${info.height} pixels`;
        const message = `${path} (${size}) can only be read as a whole and is too large for that; convert it to a tiled OME-TIFF.`;
        throw new GroveError('too-large', message, { file: path });
      }
      const { priority } = options;
      const image = await decoding.run(contentHash, options.signal, (signal) =>
        pool.run('image.decode', { path }, priority === undefined ? { signal } : { signal, priority }),
      );
      decoded.set(contentHash, image, bytes);
      return { kind: 'shared', path, image };
    },

    async checkReady({ path, info }, options = {}) {
      if (!isConverted(info) || (await converted.existing(path, options)) !== null) return;
      const message = `The converted copy of ${basename(path)} is not in the cache any more; open the image again to have it converted.`;
      throw new GroveError('not-found', message, { file: path });
    },
  };
}

function decodedWhole(info: ImageInfo): boolean {
  const onePlane = info.sizeScene * info.sizeZ * info.sizeT === 1;
  return onePlane && info.levels.length === 1 && info.chunk.width >= info.width && info.chunk.height >= info.height;
}

function planeBytes({ width, height, channels, pixelType }: ImageInfo): number {
  return width * height * channels.length * BYTES_PER_SAMPLE[pixelType];
}
