import { openScene } from '../state/open-scene.ts';
import type { Point } from '../state/rasterise-span.ts';
import type { Cursor, Workspace } from '../state/workspace.ts';
import type { ViewerLayers } from './viewer-layers.ts';

/** What the image and the shown prediction hold under a point; null outside the image. */
export function readCursor(layers: ViewerLayers, workspace: Workspace, at: Point | null): Cursor | null {
  const scene = openScene(workspace);
  if (!at || !scene) return null;
  const [x, y] = [Math.floor(at.x), Math.floor(at.y)];
  if (x < 0 || y < 0 || x >= scene.width || y >= scene.height) return null;
  return { x, y, values: layers.image.valuesAt(x, y), prediction: layers.prediction.at(x, y) };
}

export function sameCursor(a: Cursor | null, b: Cursor | null): boolean {
  if (!a || !b) return a === b;
  return (
    a.x === b.x &&
    a.y === b.y &&
    a.prediction?.label === b.prediction?.label &&
    a.prediction?.confidence === b.prediction?.confidence &&
    (a.values === b.values || (a.values?.length === b.values?.length && !!a.values?.every((value, i) => value === b.values?.[i])))
  );
}

/** True when nothing else of the workspace changed, so that nothing needs to be drawn. */
export function onlyCursorChanged(was: Workspace, now: Workspace): boolean {
  return (Object.keys(now) as (keyof Workspace)[]).every((key) => key === 'cursor' || was[key] === now[key]);
}
