import { scaleBar } from '../state/camera-scale-bar.ts';

/** The scale bar in the lower left corner. */
export interface ScaleBarView {
  /** `cssZoom` is in CSS pixels per image pixel; null hides the bar. */
  update(cssZoom: number | null, pixelSizeUm: number | null): void;
  destroy(): void;
}

const LONGEST_CSS_PX = 140;

export function createScaleBarView(parent: HTMLElement): ScaleBarView {
  const root = document.createElement('div');
  const bar = document.createElement('div');
  const text = document.createElement('div');
  root.dataset.testid = 'scale-bar';
  Object.assign(root.style, {
    position: 'absolute',
    left: '24px',
    bottom: '20px',
    pointerEvents: 'none',
    color: '#fff',
    font: '12px/1.3 system-ui, sans-serif',
    textShadow: '0 0 3px #000, 0 0 3px #000',
  });
  Object.assign(bar.style, { height: '3px', marginBottom: '4px', background: '#fff', boxShadow: '0 0 3px rgba(0, 0, 0, 0.9)' });
  root.append(bar, text);
  parent.append(root);
  let shown = '';

  return {
    update: (cssZoom, pixelSizeUm) => {
      const { length, label } = cssZoom === null ? { length: 0, label: '' } : scaleBar(cssZoom, pixelSizeUm, LONGEST_CSS_PX);
      const state = `${label} ${length.toFixed(2)}`;
      if (state === shown) return;
      shown = state;
      root.style.display = cssZoom === null ? 'none' : 'block';
      bar.style.width = `${length}px`;
      text.textContent = label;
    },
    destroy: () => root.remove(),
  };
}
