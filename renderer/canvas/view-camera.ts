import { centredAt, clampZoom, type Extent, fitCamera, panBy, resized, settle, visibleBox, zoomAbout } from '../state/camera.ts';
import type { MutableObservable } from '../state/observable.ts';
import { openScene } from '../state/open-scene.ts';
import type { Point } from '../state/rasterise-span.ts';
import type { Camera, Workspace } from '../state/workspace.ts';

/**
 * Moves the camera of the workspace. An image opens fitted; coming back to it finds the view as it was left. Scenes of the same
 * size share the view, a scene of another size is fitted.
 */
export interface ViewCamera {
  /** The size of a pane has changed, in screen pixels. */
  setView(size: Extent): void;
  view(): Extent;
  /** Follows a change of the open image or scene. */
  followImage(): void;
  fit(): void;
  zoomTo(zoom: number): void;
  zoomBy(factor: number, about?: Point): void;
  pan(dx: number, dy: number): void;
  goTo(x: number, y: number, zoom?: number): void;
}

export function createViewCamera(workspace: MutableObservable<Workspace>): ViewCamera {
  let view: Extent = { width: 0, height: 0 };
  let shownImage: string | null = null;
  /** Size of the scene that the camera was put for. */
  let shownSize = '';
  /** The view shows the fitted image and shall go on to, whatever its size. */
  let fitted = false;
  const left = new Map<string, Camera>();
  /** As it was put last; the workspace may have gone back to its beginnings since, when a project was closed. */
  let last: Camera | null = null;

  const image = (): Extent | null => openScene(workspace.get());
  const put = (camera: Camera, isFitted = false): void => {
    const info = image();
    if (!info || view.width === 0) return;
    fitted = isFitted;
    const next = settle(camera, view, info);
    last = next;
    const now = workspace.get().camera;
    if (next.x !== now.x || next.y !== now.y || next.zoom !== now.zoom) workspace.patch({ camera: next });
  };
  const showAll = (): void => {
    const info = image();
    if (info && view.width > 0) put(fitCamera(view, info), true);
  };

  return {
    view: () => view,
    setView: (size) => {
      const before = view;
      view = size;
      if (before.width === 0 || fitted) showAll();
      else if (before.width !== size.width || before.height !== size.height) put(resized(workspace.get().camera, before, size));
    },
    followImage: () => {
      const { imageId } = workspace.get();
      const scene = image();
      if (imageId !== null && !scene) return;
      const size = scene ? `${scene.width}x${scene.height}` : '';
      if (imageId === shownImage) {
        if (size !== shownSize) showAll();
        shownSize = size;
        return;
      }
      if (shownImage !== null && last && !fitted) left.set(`${shownImage}/${shownSize}`, last);
      else if (shownImage !== null) left.delete(`${shownImage}/${shownSize}`);
      shownImage = imageId;
      shownSize = size;
      if (imageId === null) return;
      const known = left.get(`${imageId}/${size}`);
      if (known) put(known);
      else showAll();
    },
    fit: showAll,
    zoomTo: (zoom) => {
      const info = image();
      if (!info || view.width === 0) return;
      const { camera } = workspace.get();
      const factor = clampZoom(zoom, view, info) / camera.zoom;
      put(zoomAbout(camera, factor, view.width / 2, view.height / 2, view, info));
    },
    zoomBy: (factor, about = { x: view.width / 2, y: view.height / 2 }) => {
      const info = image();
      if (info && view.width > 0) put(zoomAbout(workspace.get().camera, factor, about.x, about.y, view, info));
    },
    pan: (dx, dy) => put(panBy(workspace.get().camera, dx, dy)),
    goTo: (x, y, zoom) => {
      const info = image();
      if (!info || view.width === 0) return;
      put(centredAt(x, y, clampZoom(zoom ?? workspace.get().camera.zoom, view, info), view));
    },
  };
}

/** What is in view, as whole pixels of the image: at least one. */
export function visibleRect(
  camera: Camera,
  view: Extent,
  image: Extent,
): { x: number; y: number; width: number; height: number } {
  const box = visibleBox(camera, view, image);
  const x = Math.min(Math.max(0, Math.floor(box.x0)), image.width - 1);
  const y = Math.min(Math.max(0, Math.floor(box.y0)), image.height - 1);
  return {
    x,
    y,
    width: Math.max(1, Math.min(image.width, Math.ceil(box.x1)) - x),
    height: Math.max(1, Math.min(image.height, Math.ceil(box.y1)) - y),
  };
}
