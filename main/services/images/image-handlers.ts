import { type ChannelRange, type Events, VIEW_TILE } from '#contract/contract.ts';
import { GroveError } from '#core/model/error.ts';
import { FIRST_PLANE, type LevelInfo, type PlaneIndex, type Rect } from '#core/model/image.ts';
import type { ImageRecord } from '#core/model/project.ts';
import type { CallContext, Handlers } from '../handlers.ts';
import type { Clock, ProjectStore, RunOptions } from '../ports.ts';
import { createSecondsLeft } from '../seconds-left.ts';
import { addImages, type ImageReading } from './add-images.ts';
import type { LevelReader } from './level-reader.ts';
import { relinkImage } from './relink-image.ts';
import { renderThumbnail } from './thumbnail.ts';

export interface ImageHandlerMeans extends ImageReading {
  readonly levels: LevelReader;
  readonly clock: Clock;
  /** The open project; throws 'no-project'. */
  store(): ProjectStore;
  emit<E extends keyof Events>(event: E, value: Events[E]): void;
}

type ImageCalls =
  | 'images.add'
  | 'images.relink'
  | 'images.prepare'
  | 'images.range'
  | 'images.levels'
  | 'images.tile'
  | 'images.thumbnail';

export function imageHandlers(means: ImageHandlerMeans): Pick<Handlers, ImageCalls> {
  const { pool, sources, levels, clock, store, emit } = means;
  const changed = (project: ProjectStore): void => emit('images.changed', project.images());

  return {
    async 'images.add'({ paths }, context) {
      const project = store();
      const secondsLeft = createSecondsLeft(clock);
      const onProgress = (done: number, total: number, stage = 'Adding images'): void =>
        context.progress({ done, total, stage, secondsLeft: secondsLeft(done, total) });
      const onAdded = (): void => changed(project);
      return addImages(means, project, paths, { signal: context.signal, onProgress, onAdded });
    },

    async 'images.relink'({ imageId, path }, { signal }) {
      const project = store();
      const image = await relinkImage(pool, project, imageId, path, { signal });
      changed(project);
      return image;
    },

    async 'images.prepare'({ imageId }, { signal, progress }) {
      const image = present(store(), imageId);
      const secondsLeft = createSecondsLeft(clock);
      const onProgress = (done: number, total: number, stage = 'Reading the image'): void =>
        progress({ done, total, stage, secondsLeft: secondsLeft(done, total) });
      await sources.of(image, { signal, onProgress });
      return null;
    },

    async 'images.range'({ imageId, plane }, { signal }): Promise<readonly ChannelRange[]> {
      const image = present(store(), imageId);
      checkPlane(image, plane);
      return pool.run('image.range', { source: await sources.of(image, { signal }), plane }, { signal, priority: 1 });
    },

    'images.levels'({ imageId, scene }) {
      const image = store().image(imageId);
      checkPlane(image, { ...FIRST_PLANE, scene });
      return levels.levels(image, scene);
    },

    async 'images.tile'({ imageId, plane, level, column, row, priority }, context) {
      const image = present(store(), imageId);
      checkPlane(image, plane);
      await sources.checkReady(image, { signal: context.signal });
      const rect = tileRect(image, levels.levels(image, plane.scene), level, column, row);
      return levels.read(image, plane, level, rect, { ...preparing(context), priority });
    },

    async 'images.thumbnail'({ imageId }, context) {
      const image = present(store(), imageId);
      await sources.checkReady(image, { signal: context.signal });
      const all = levels.levels(image, FIRST_PLANE.scene);
      const { width, height } = all.at(-1)!;
      const options = { ...preparing(context), priority: 4 };

      const block = await levels.read(image, FIRST_PLANE, all.length - 1, { x: 0, y: 0, width, height }, options);
      return renderThumbnail(block, image.display);
    },
  };
}

function preparing({ signal, progress }: CallContext): RunOptions {
  return {
    signal,
    onProgress: (done, total) => progress({ done, total, stage: 'Preparing the overview', secondsLeft: null }),
  };
}

/** The image, unless its file is missing. */
export function present(store: ProjectStore, imageId: string): ImageRecord {
  const image = store.image(imageId);
  if (!image.missing) return image;
  const message = `${image.name} is not at ${image.path} any more; show Grove where it is.`;
  throw new GroveError('not-found', message, { file: image.path });
}

export function checkPlane({ name, info }: ImageRecord, { scene, z, t }: PlaneIndex): void {
  if (scene < info.sizeScene && z < info.sizeZ && t < info.sizeT) return;
  throw new GroveError('invalid-input', `${name} has no plane with scene ${scene}, z ${z}, t ${t}.`);
}

function tileRect(image: ImageRecord, levels: readonly LevelInfo[], level: number, column: number, row: number): Rect {
  const size = levels[level];
  const x = column * VIEW_TILE;
  const y = row * VIEW_TILE;
  if (size === undefined || x >= size.width || y >= size.height) {
    throw new GroveError('invalid-input', `${image.name} has no tile ${column}, ${row} at level ${level}.`);
  }
  return { x, y, width: Math.min(VIEW_TILE, size.width - x), height: Math.min(VIEW_TILE, size.height - y) };
}
