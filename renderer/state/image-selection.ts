import { isConverted } from '#core/model/converted-format.ts';
import { FIRST_PLANE, type PlaneIndex } from '#core/model/image.ts';
import type { ImageRecord } from '#core/model/project.ts';
import { attempt, type Context } from './context.ts';
import type { DisplayActions } from './display-actions.ts';

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

export function createImageSelection(context: Context, display: DisplayActions): ImageSelection {
  const { workspace, client, frame } = context;
  return {
    select: async (imageId, wanted = FIRST_PLANE) => {
      const image = workspace.get().project?.images.find((one) => one.id === imageId);
      if (!image) return;
      await display.flush();
      frame.patch({ playing: null });
      const { sizeScene, sizeZ, sizeT, channels } = image.info;
      workspace.patch({
        imageId,
        plane: {
          scene: Math.min(wanted.scene, sizeScene - 1),
          z: Math.min(wanted.z, sizeZ - 1),
          t: Math.min(wanted.t, sizeT - 1),
        },
        levels: null,
        display: image.display,
        greyChannel: Math.min(workspace.get().greyChannel, channels.length - 1),
        cursor: null,
      });
      if (image.missing || !(await prepared(context, image))) return;
      const levels = await attempt(context, () => client.call('images.levels', { imageId }));
      if (levels && workspace.get().imageId === imageId) workspace.patch({ levels });
    },
    clear: () => workspace.patch({ imageId: null, plane: FIRST_PLANE, levels: null, display: [], cursor: null }),
    setPlane: (patch) => {
      const { project, imageId, plane } = workspace.get();
      const info = project?.images.find((one) => one.id === imageId)?.info;
      if (!info) return;
      const clamp = (value: number, size: number): number => Math.min(Math.max(0, Math.round(value)), size - 1);
      const next = { ...plane, ...patch };
      const to = { scene: clamp(next.scene, info.sizeScene), z: clamp(next.z, info.sizeZ), t: clamp(next.t, info.sizeT) };
      if (to.scene !== plane.scene || to.z !== plane.z || to.t !== plane.t) workspace.patch({ plane: to, cursor: null });
    },
  };
}
