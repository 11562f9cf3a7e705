import type { Extent } from '../state/camera.ts';
import type { Workspace } from '../state/workspace.ts';
import type { Pane } from './pane.ts';

/** Screen pixels between the panes of a split view. */
export const PANE_GAP = 2;

/** One pane, or two of the same size with one camera: the image with its labels on the left, the result on the right. */
export function layoutPanes(canvas: Extent, { split, camera, overlay }: Pick<Workspace, 'split' | 'camera' | 'overlay'>): Pane[] {
  const shown = !overlay.hidden;
  const pane = (x: number, width: number, result: boolean): Pane => ({
    x,
    y: 0,
    size: { width, height: canvas.height },
    camera,
    layers: { result: result && shown, labels: shown },
    coarsest: false,
  });
  if (!split) return [pane(0, canvas.width, true)];
  const width = Math.max(1, Math.floor((canvas.width - PANE_GAP) / 2));
  return [pane(0, width, false), pane(width + PANE_GAP, width, true)];
}
