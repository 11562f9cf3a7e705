import type { SceneInfo } from '#core/model/image.ts';
import type { ImageRecord } from '#core/model/project.ts';
import { sceneOf } from '#core/model/scene.ts';
import type { Workspace } from './workspace.ts';

/** What the project knows of the open image; null when none is open. */
export function openRecord({ project, imageId }: Pick<Workspace, 'project' | 'imageId'>): ImageRecord | null {
  return project?.images.find(({ id }) => id === imageId) ?? null;
}

/**
 * The shown scene of the open image; null when none is open. Its last scene where the file has fewer than it had, which is put
 * right as soon as another plane is chosen.
 */
export function openScene(workspace: Pick<Workspace, 'project' | 'imageId' | 'plane'>): SceneInfo | null {
  const record = openRecord(workspace);
  return record && sceneOf(record.info, Math.min(workspace.plane.scene, record.info.sizeScene - 1));
}

/** Two scenes of the same shape have the same levels, those that Grove adds included. */
export const shapeOf = ({ width, height, levels }: SceneInfo): string =>
  [width, height, ...levels.map((level) => `${level.width}x${level.height}/${level.downsample}`)].join(' ');
