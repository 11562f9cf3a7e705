import { type Extent, toImage } from '../state/camera.ts';
import type { Workspace } from '../state/workspace.ts';
import type { Painting } from './painting.ts';
import type { Pane } from './pane.ts';
import type { Place, PointerTarget } from './pointer-input.ts';
import type { ViewCamera } from './view-camera.ts';

interface ViewerInputOptions {
  readonly canvas: HTMLCanvasElement;
  readonly camera: ViewCamera;
  workspace(): Workspace;
  /** Size of the canvas in screen pixels. */
  size(): Extent;
  panes(): readonly Pane[];
  /** Null until there is something to draw on. */
  painting(): Painting | null;
  hover(place: Place | null): void;
  mode(mode: 'tool' | 'grab' | 'grabbing'): void;
  /** What is drawn at the pointer has changed. */
  changed(): void;
}

/** What pointer, wheel and keys do to the view and to the labels. */
export function viewerInput(options: ViewerInputOptions): PointerTarget {
  const { canvas, camera, workspace, painting, changed } = options;
  return {
    locate: (event, pane) => {
      const bounds = canvas.getBoundingClientRect();
      const { width, height } = options.size();
      const panes = options.panes();
      const x = (event.clientX - bounds.left) * (width / Math.max(1, bounds.width));
      const y = (event.clientY - bounds.top) * (height / Math.max(1, bounds.height));
      const index = pane ?? (panes.length > 1 && x >= panes[1].x ? 1 : 0);
      const screen = { x: x - (panes[index]?.x ?? 0), y };
      return { pane: index, screen, image: toImage(workspace().camera, screen.x, screen.y) };
    },
    handTool: () => workspace().tool === 'hand',
    pan: camera.pan,
    zoom: (factor, at) => camera.zoomBy(factor, at.screen),
    fit: camera.fit,
    paintDown: ({ image }, erase) => {
      painting()?.down(image, erase);
      changed();
    },
    paintMove: (places, pressed) => {
      const points = places.map(({ image }) => image);
      painting()?.gestures.move(points, pressed, workspace().camera.zoom);
    },
    paintUp: () => {
      painting()?.gestures.up();
      changed();
    },
    paintCancel: () => painting()?.gestures.cancel(),
    doubleClick: () => {
      painting()?.gestures.close();
      changed();
    },
    key: (key) => {
      const gestures = painting()?.gestures;
      if (!gestures?.busy()) return false;
      if (key === 'Enter') gestures.close();
      else if (key === 'Escape') gestures.cancel();
      else gestures.removeCorner();
      changed();
      return true;
    },
    hover: options.hover,
    mode: options.mode,
  };
}
