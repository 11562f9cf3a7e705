import { isConverted } from '#core/model/converted-format.ts';
import { FIRST_PLANE, type ImageInfo, type PlaneIndex, samePlane } from '#core/model/image.ts';
import type { ImageRecord } from '#core/model/project.ts';
import { sceneOf } from '#core/model/scene.ts';
import { attempt, type Context } from './context.ts';
import type { DisplayActions } from './display-actions.ts';
import { openRecord, shapeOf } from './open-scene.ts';

export interface ImageSelection {
  /** Opens an image of the project in the viewer, on its first plane unless told. */
  select(imageId: string, plane?: PlaneIndex): Promise<void>;
  /** Opens no image. */
  clear(): void;
  setPlane(patch: Partial<PlaneIndex>): void;
}

/** False where an image that has to be converted again was not. */
async function prepared(context: Context, { id, name, info }: ImageRecord): Promise<boolean> {
  if (!isConverted(info)) return true;
  const { client, jobs } = context;
  const done = await attempt(context, async () => {
    await jobs.run('images', `Opening ${name}`, (options) => client.call('images.prepare', { imageId: id }, options));
    return true;
  });
  return done === true;
}

/** Keeps the plane within the image. */
function inside({ scene, z, t }: PlaneIndex, { sizeScene, sizeZ, sizeT }: ImageInfo): PlaneIndex {
  const clamp = (value: number, size: number): number => Math.min(Math.max(0, Math.round(value)), size - 1);
  return { scene: clamp(scene, sizeScene), z: clamp(z, sizeZ), t: clamp(t, sizeT) };
}

export function createImageSelection(context: Context, display: DisplayActions): ImageSelection {
  const { workspace, client, frame } = context;
  /** Of the open image, by the shape of a scene: scenes of the same shape keep their levels, and so the old picture, on change. */
  let known = new Map<string, ImageInfo['levels']>();

  const askLevels = async (image: ImageRecord, scene: number): Promise<void> => {
    const levels = await attempt(context, () => client.call('images.levels', { imageId: image.id, scene }));
    const now = workspace.get();
    if (!levels || now.imageId !== image.id) return;
    known.set(shapeOf(sceneOf(image.info, scene)), levels);
    if (now.plane.scene === scene) workspace.patch({ levels });
  };

  return {
    select: async (imageId, wanted = FIRST_PLANE) => {
      const image = workspace.get().project?.images.find((one) => one.id === imageId);
      if (!image) return;
      await display.flush();
      frame.patch({ playing: null, scenesOpen: false });
      known = new Map();
      const plane = inside(wanted, image.info);
      workspace.patch({
        imageId,
        plane,
        levels: null,
        display: image.display,
        greyChannel: Math.min(workspace.get().greyChannel, image.info.channels.length - 1),
        cursor: null,
      });
      if (image.missing || !(await prepared(context, image)) || workspace.get().imageId !== imageId) return;
      await askLevels(image, workspace.get().plane.scene);
    },
    clear: () => workspace.patch({ imageId: null, plane: FIRST_PLANE, levels: null, display: [], cursor: null }),
    setPlane: (patch) => {
      const { plane } = workspace.get();
      const image = openRecord(workspace.get());
      if (!image) return;
      const to = inside({ ...plane, ...patch }, image.info);
      if (samePlane(to, plane)) return;
      if (to.scene === plane.scene) {
        workspace.patch({ plane: to, cursor: null });
        return;
      }
      const levels = known.get(shapeOf(sceneOf(image.info, to.scene))) ?? null;
      workspace.patch({ plane: to, levels, cursor: null });
      if (!levels && !image.missing) void askLevels(image, to.scene);
    },
  };
}
