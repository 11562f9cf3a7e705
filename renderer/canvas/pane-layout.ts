import type { Extent } from '../state/camera.ts';
import type { Workspace } from '../state/workspace.ts';
import type { Pane, PaneResult } from './pane.ts';

/** Screen pixels between panes. */
export const PANE_GAP = 2;

const SPLIT: readonly (PaneResult | null)[] = [null, 'shown'];
const COMPARED: readonly (PaneResult | null)[] = ['first', 'second', 'difference'];

/**
 * Panes of the same size and with one camera beside each other: one; or the image with its labels on the left and the result on the
 * right; or two results that are compared, and where they differ.
 */
export function layoutPanes(
  canvas: Extent,
  { split, comparison, camera, overlay }: Pick<Workspace, 'split' | 'comparison' | 'camera' | 'overlay'>,
): Pane[] {
  const shown = !overlay.hidden;
  const results = comparison ? COMPARED : split ? SPLIT : (['shown'] as const);
  const width = Math.max(1, Math.floor((canvas.width - PANE_GAP * (results.length - 1)) / results.length));
  return results.map((result, i) => ({
    x: i * (width + PANE_GAP),
    y: 0,
    size: { width, height: canvas.height },
    camera,
    layers: { result: shown ? result : null, labels: shown },
    coarsest: false,
  }));
}
