import type { Box, Extent } from '../state/camera.ts';
import type { Pane } from './pane.ts';

/** Frame of the minimap and the rectangle that says what is in view; the picture in it is drawn by the image layer. */
export interface MinimapView {
  /** The pane in which the image layer draws the whole image. */
  pane(canvas: Extent, image: Extent, ratio: number): Pane;
  /** Hidden when `pane` is null. */
  update(pane: Pane | null, visible: Box, ratio: number): void;
  destroy(): void;
}

const LONGEST_CSS_PX = 160;
const MARGIN_CSS_PX = 14;

/** `goTo` centres a level-0 pixel. */
export function createMinimapView(parent: HTMLElement, goTo: (x: number, y: number) => void): MinimapView {
  const frame = document.createElement('div');
  const view = document.createElement('div');
  frame.dataset.testid = 'minimap';
  Object.assign(frame.style, {
    position: 'absolute',
    display: 'none',
    boxSizing: 'border-box',
    outline: '1px solid rgba(255, 255, 255, 0.45)',
    overflow: 'hidden',
    cursor: 'pointer',
    touchAction: 'none',
  });
  Object.assign(view.style, {
    position: 'absolute',
    boxSizing: 'border-box',
    border: '1.5px solid #4c90f0',
    minWidth: '4px',
    minHeight: '4px',
    pointerEvents: 'none',
  });
  frame.append(view);
  parent.append(frame);
  let zoom = 1;

  const go = (event: PointerEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    if (event.type === 'pointerdown') frame.setPointerCapture(event.pointerId);
    else if ((event.buttons & 1) === 0) return;
    const bounds = frame.getBoundingClientRect();
    goTo((event.clientX - bounds.left) / zoom, (event.clientY - bounds.top) / zoom);
  };
  frame.addEventListener('pointerdown', go);
  frame.addEventListener('pointermove', go);

  return {
    pane: (canvas, image, ratio) => {
      const scale = Math.min((LONGEST_CSS_PX * ratio) / Math.max(image.width, image.height), 1);
      const size = {
        width: Math.max(1, Math.round(image.width * scale)),
        height: Math.max(1, Math.round(image.height * scale)),
      };
      const margin = Math.round(MARGIN_CSS_PX * ratio);
      return {
        x: canvas.width - margin - size.width,
        y: margin,
        size,
        camera: { x: 0, y: 0, zoom: scale },
        layers: { result: null, labels: false },
        coarsest: true,
      };
    },
    update: (pane, visible, ratio) => {
      frame.style.display = pane ? 'block' : 'none';
      if (!pane) return;
      zoom = pane.camera.zoom / ratio;
      const px = (value: number): string => `${value.toFixed(1)}px`;
      Object.assign(frame.style, {
        left: px(pane.x / ratio),
        top: px(pane.y / ratio),
        width: px(pane.size.width / ratio),
        height: px(pane.size.height / ratio),
      });
      Object.assign(view.style, {
        left: px(visible.x0 * zoom),
        top: px(visible.y0 * zoom),
        width: px((visible.x1 - visible.x0) * zoom),
        height: px((visible.y1 - visible.y0) * zoom),
      });
    },
    destroy: () => frame.remove(),
  };
}
