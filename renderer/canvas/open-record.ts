import type { ImageRecord } from '#core/model/project.ts';
import type { Workspace } from '../state/workspace.ts';

/** What the project knows of the open image; null when none is open. */
export function openRecord(workspace: Workspace): ImageRecord | null {
  return workspace.project?.images.find(({ id }) => id === workspace.imageId) ?? null;
}
