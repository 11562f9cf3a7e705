import { toScreen } from '../state/camera.ts';
import { rulerTicks } from '../state/camera-ruler.ts';
import type { Pane } from './pane.ts';
import type { Place } from './pointer-input.ts';

export interface RulersState {
  readonly panes: readonly Pane[];
  /** Screen pixels per CSS pixel. */
  readonly ratio: number;
  readonly pixelSizeUm: { readonly x: number | null; readonly y: number | null };
  readonly place: Place | null;
}

/** Rulers along the upper and the left edge, with marks where the pointer is. Hidden when the state is null. */
export interface RulersView {
  update(state: RulersState | null): void;
  destroy(): void;
}

const BREADTH = 18;

export function createRulersView(parent: HTMLElement): RulersView {
  const upper = createStrip(parent);
  const left = createStrip(parent);
  let shown = '';

  return {
    update: (state) => {
      // Drawing text is slow next to moving the pointer within a pixel.
      const key = JSON.stringify(state);
      if (key === shown) return;
      shown = key;
      for (const { canvas } of [upper, left]) canvas.style.display = state ? 'block' : 'none';
      if (!state) return;
      const { panes, ratio, pixelSizeUm, place } = state;
      const last = panes[panes.length - 1];
      const [width, height] = [(last.x + last.size.width) / ratio, panes[0].size.height / ratio];

      const across = prepare(upper, width, BREADTH, ratio);
      for (const pane of panes) {
        const at = place ? toScreen(pane.camera, place.image.x, place.image.y).x / ratio : null;
        across.save();
        across.translate(pane.x / ratio, 0);
        drawRuler(across, pane.camera.x, pane.size.width / ratio, pane.camera.zoom / ratio, pixelSizeUm.x, at);
        across.restore();
      }
      const down = prepare(left, BREADTH, height, ratio);
      const at = place ? toScreen(panes[0].camera, place.image.x, place.image.y).y / ratio : null;
      // Drawn lying down and turned, so that labels read upwards.
      down.transform(0, 1, 1, 0, 0, 0);
      drawRuler(down, panes[0].camera.y, height, panes[0].camera.zoom / ratio, pixelSizeUm.y, at, true);
    },
    destroy: () => {
      upper.canvas.remove();
      left.canvas.remove();
    },
  };
}

interface Strip {
  readonly canvas: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
}

function createStrip(parent: HTMLElement): Strip {
  const canvas = document.createElement('canvas');
  canvas.dataset.testid = 'ruler';
  canvas.setAttribute('aria-hidden', 'true');
  Object.assign(canvas.style, { position: 'absolute', top: '0', left: '0', display: 'none', pointerEvents: 'none' });
  parent.append(canvas);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('The browser has no 2D canvas.');
  return { canvas, context };
}

function prepare({ canvas, context }: Strip, width: number, height: number, ratio: number): CanvasRenderingContext2D {
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = 'rgba(28, 33, 39, 0.85)';
  context.fillRect(0, 0, width, height);
  context.font = '10px system-ui, sans-serif';
  return context;
}

function drawRuler(
  context: CanvasRenderingContext2D,
  start: number,
  length: number,
  cssZoom: number,
  pixelSizeUm: number | null,
  pointer: number | null,
  mirrored = false,
): void {
  for (const { at, label } of rulerTicks(start, length, cssZoom, pixelSizeUm)) {
    context.fillStyle = label === null ? '#738091' : '#c5cbd3';
    context.fillRect(at, BREADTH - (label === null ? 4 : 8), 1, label === null ? 4 : 8);
    if (label === null) continue;
    context.save();
    context.translate(at + 3, 10);
    if (mirrored) context.scale(1, -1);
    context.fillText(label, 0, mirrored ? 7 : 0);
    context.restore();
  }
  if (pointer === null) return;
  context.fillStyle = '#4c90f0';
  context.fillRect(pointer, 0, 1, BREADTH);
}
