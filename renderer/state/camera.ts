import type { Camera } from './workspace.ts';

/** Width and height in screen pixels (device pixels, not CSS pixels) or, for an image, in level-0 pixels. */
export interface Extent {
  readonly width: number;
  readonly height: number;
}

/** A rectangle by its corners in level-0 pixels; `x1`, `y1` lie outside. */
export interface Box {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

export const MAX_ZOOM = 64;
/** Fitting a tiny image does not blow its pixels up beyond this. */
const MAX_FIT_ZOOM = 32;
/** An image can be made this much smaller than the view that it fits. */
const SMALLEST_SHARE = 4;

export function fitZoom(view: Extent, image: Extent): number {
  return Math.min(view.width / image.width, view.height / image.height, MAX_FIT_ZOOM);
}

/** The whole image, centred. */
export function fitCamera(view: Extent, image: Extent): Camera {
  return centredAt(image.width / 2, image.height / 2, fitZoom(view, image), view);
}

/** The camera that shows level-0 point (x, y) in the middle of the view. */
export function centredAt(x: number, y: number, zoom: number, view: Extent): Camera {
  return { x: x - view.width / 2 / zoom, y: y - view.height / 2 / zoom, zoom };
}

/** Multiplies the zoom while the image point under screen position (sx, sy) stays where it is. */
export function zoomAbout(camera: Camera, factor: number, sx: number, sy: number, view: Extent, image: Extent): Camera {
  const zoom = clampZoom(camera.zoom * factor, view, image);
  return { x: camera.x + sx / camera.zoom - sx / zoom, y: camera.y + sy / camera.zoom - sy / zoom, zoom };
}

export function clampZoom(zoom: number, view: Extent, image: Extent): number {
  const smallest = Math.min(1, fitZoom(view, image)) / SMALLEST_SHARE;
  return Math.min(MAX_ZOOM, Math.max(smallest, zoom));
}

/** Moves the picture by (dx, dy) screen pixels. */
export function panBy(camera: Camera, dx: number, dy: number): Camera {
  return { ...camera, x: camera.x - dx / camera.zoom, y: camera.y - dy / camera.zoom };
}

/**
 * Keeps the middle of the view on the image, so that the image cannot be lost, and puts the image's origin on a whole screen
 * pixel, so that one image pixel is exactly one screen pixel at zoom 1.
 */
export function settle(camera: Camera, view: Extent, image: Extent): Camera {
  const { zoom } = camera;
  const axis = (start: number, viewLength: number, imageLength: number): number => {
    const half = viewLength / 2 / zoom;
    const kept = Math.min(imageLength, Math.max(0, start + half)) - half;
    return Math.round(kept * zoom) / zoom;
  };
  return { x: axis(camera.x, view.width, image.width), y: axis(camera.y, view.height, image.height), zoom };
}

/** Keeps the middle of the view where it is when the view changes its size. */
export function resized(camera: Camera, before: Extent, after: Extent): Camera {
  return {
    ...camera,
    x: camera.x + (before.width - after.width) / 2 / camera.zoom,
    y: camera.y + (before.height - after.height) / 2 / camera.zoom,
  };
}

/** The part of the image that is in view; empty (x1 <= x0) when none is. */
export function visibleBox(camera: Camera, view: Extent, image: Extent): Box {
  return {
    x0: Math.max(0, camera.x),
    y0: Math.max(0, camera.y),
    x1: Math.min(image.width, camera.x + view.width / camera.zoom),
    y1: Math.min(image.height, camera.y + view.height / camera.zoom),
  };
}

export function toImage(camera: Camera, sx: number, sy: number): { x: number; y: number } {
  return { x: camera.x + sx / camera.zoom, y: camera.y + sy / camera.zoom };
}

export function toScreen(camera: Camera, x: number, y: number): { x: number; y: number } {
  return { x: (x - camera.x) * camera.zoom, y: (y - camera.y) * camera.zoom };
}

/** True when the view shows the whole image. */
export function showsAll(camera: Camera, view: Extent, image: Extent): boolean {
  const box = visibleBox(camera, view, image);
  return box.x0 <= 0 && box.y0 <= 0 && box.x1 >= image.width && box.y1 >= image.height;
}
