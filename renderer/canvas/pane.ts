import { VIEW_TILE } from '#contract/contract.ts';
import type { LevelInfo } from '#core/model/image.ts';
import type { Box, Extent } from '../state/camera.ts';
import type { TileAddress } from '../state/tile-level.ts';
import type { Camera } from '../state/workspace.ts';
import type { Quad } from './quad-batch.ts';

/** Which result lies over the image: that of the shown model, one of two that are compared, or where those differ. */
export type PaneResult = 'shown' | 'first' | 'second' | 'difference';

/** A rectangle of the canvas that shows the image through a camera of its own. */
export interface Pane {
  /** Upper left corner on the canvas in screen pixels. */
  readonly x: number;
  readonly y: number;
  readonly size: Extent;
  readonly camera: Camera;
  readonly layers: { readonly result: PaneResult | null; readonly labels: boolean };
  /** Draws from the coarsest level, whatever the zoom. */
  readonly coarsest: boolean;
}

/** Where a piece of a tile is drawn in a pane, cut off at the pane's edges; null where it lies outside. */
export function pieceQuad(
  pane: Pane,
  level: Pick<LevelInfo, 'downsample'>,
  address: Pick<TileAddress, 'column' | 'row'>,
  piece: Box,
  tileHeight: number,
  smooth: boolean,
): Quad | null {
  const { camera, size } = pane;
  const box = {
    x0: Math.max(piece.x0, camera.x),
    y0: Math.max(piece.y0, camera.y),
    x1: Math.min(piece.x1, camera.x + size.width / camera.zoom),
    y1: Math.min(piece.y1, camera.y + size.height / camera.zoom),
  };
  if (box.x0 >= box.x1 || box.y0 >= box.y1) return null;
  const screenX = (x: number): number => pane.x + (x - camera.x) * camera.zoom;
  const screenY = (y: number): number => pane.y + (y - camera.y) * camera.zoom;
  const texelX = (x: number): number => x / level.downsample - address.column * VIEW_TILE;
  const texelY = (y: number): number => y / level.downsample - address.row * VIEW_TILE;
  return {
    at: { x0: screenX(box.x0), y0: screenY(box.y0), x1: screenX(box.x1), y1: screenY(box.y1) },
    texels: { x0: texelX(box.x0), y0: texelY(box.y0), x1: texelX(box.x1), y1: texelY(box.y1) },
    tileHeight,
    smooth,
  };
}
