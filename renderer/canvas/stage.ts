/** The elements of the viewer that are there from the start. */
export interface Stage {
  readonly canvas: HTMLCanvasElement;
  /** Draws the lines between panes, in CSS pixels. */
  setDividers(lefts: readonly number[], width: number): void;
  remove(): void;
}

const MOST_DIVIDERS = 2;

/** Puts a canvas into the container and lets it fill it. */
export function createStage(container: HTMLElement): Stage {
  const canvas = document.createElement('canvas');
  canvas.tabIndex = 0;
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', 'Image viewer');
  canvas.dataset.testid = 'viewer-canvas';
  Object.assign(canvas.style, { position: 'absolute', inset: '0', width: '100%', height: '100%', touchAction: 'none' });
  Object.assign(container.style, { overflow: 'hidden', background: '#000', userSelect: 'none' });
  if (getComputedStyle(container).position === 'static') container.style.position = 'relative';
  const dividers = Array.from({ length: MOST_DIVIDERS }, () => {
    const divider = document.createElement('div');
    Object.assign(divider.style, { position: 'absolute', top: '0', bottom: '0', background: '#404854', display: 'none' });
    return divider;
  });
  container.append(canvas, ...dividers);
  return {
    canvas,
    setDividers: (lefts, width) => {
      for (const [i, { style }] of dividers.entries()) {
        const left = lefts[i];
        Object.assign(style, { display: left === undefined ? 'none' : 'block', left: `${left ?? 0}px`, width: `${width}px` });
      }
    },
    remove: () => {
      canvas.remove();
      for (const divider of dividers) divider.remove();
    },
  };
}
