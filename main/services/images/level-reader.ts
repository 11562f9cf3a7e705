import { join } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import type { LevelInfo, PixelBlock, PlaneIndex, Rect } from '#core/model/image.ts';
import { sceneOf } from '#core/model/scene.ts';
import { viewLevels } from '#core/raster/view-levels.ts';
import type { ComputePool, RunOptions } from '../ports.ts';
import { createSharedWork } from '../shared-work.ts';
import type { ImageSources, KnownImage } from './image-sources.ts';

/** Reads images at any level a viewer asks for. */
export interface LevelReader {
  levels(image: KnownImage, scene: number): LevelInfo[];
  /** All channels of a rectangle of a level. Builds the coarser levels first where they are missing. */
  read(image: KnownImage, plane: PlaneIndex, level: number, rect: Rect, options?: RunOptions): Promise<PixelBlock>;
}

/** Part of the name of every pyramid in the cache; grows when pyramids are computed or stored in another way. */
const VERSION = 1;

/** Levels of the file are read from it; coarser ones from a pyramid in `folder`, made when first needed. */
export function createLevelReader(pool: ComputePool, sources: ImageSources, folder: string): LevelReader {
  const building = createSharedWork<unknown>();
  const listeners = new Map<string, Set<NonNullable<RunOptions['onProgress']>>>();

  async function build(image: KnownImage, plane: PlaneIndex, path: string, options: RunOptions): Promise<void> {
    const heard = listeners.get(path) ?? new Set();
    listeners.set(path, heard);
    if (options.onProgress !== undefined) heard.add(options.onProgress);
    const onProgress: RunOptions['onProgress'] = (...progress) => {
      for (const listener of heard) listener(...progress);
    };
    try {
      await building.run(path, options.signal, async (signal) => {
        const run: RunOptions = { signal, onProgress, priority: options.priority ?? 1 };
        return pool.run('image.pyramid', { source: await sources.of(image, run), plane, path }, run);
      });
    } finally {
      if (options.onProgress !== undefined) heard.delete(options.onProgress);
      if (heard.size === 0) listeners.delete(path);
    }
  }

  return {
    levels: (image, scene) => viewLevels(sceneOf(image.info, scene)),
    async read(image, plane, level, rect, options = {}) {
      const channels = image.info.channels.map((_, i) => i);
      const stored = sceneOf(image.info, plane.scene).levels.length;
      if (level < stored) {
        const source = await sources.of(image, options);
        return pool.run('image.read', { source, request: { plane, level, rect, channels } }, options);
      }
      const name = image.contentHash.replace(':', '-').slice(0, 48);
      const path = join(folder, `${name}-s${plane.scene}z${plane.z}t${plane.t}-v${VERSION}.pyramid`);
      const { onProgress, ...silent } = options;
      const request = { plane, level: level - stored, rect, channels };
      const read = (): Promise<PixelBlock> => pool.run('image.read', { source: { kind: 'pyramid', path }, request }, silent);
      try {
        return await read();
      } catch (error) {
        if (!(error instanceof GroveError) || (error.kind !== 'not-found' && error.kind !== 'corrupt')) throw error;
      }
      await build(image, plane, path, options);
      return read();
    },
  };
}
