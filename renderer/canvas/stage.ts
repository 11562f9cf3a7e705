/** The elements of the viewer that are there from the start. */
export interface Stage {
  readonly canvas: HTMLCanvasElement;
  /** Draws the line between two panes, in CSS pixels; none when `left` is null. */
  setDivider(left: number | null, width: number): void;
  remove(): void;
}

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
  const divider = document.createElement('div');
  Object.assign(divider.style, { position: 'absolute', top: '0', bottom: '0', background: '#404854', display: 'none' });
  container.append(canvas, divider);
  return {
    canvas,
    setDivider: (left, width) => {
      Object.assign(divider.style, { display: left === null ? 'none' : 'block', left: `${left ?? 0}px`, width: `${width}px` });
    },
    remove: () => {
      canvas.remove();
      divider.remove();
    },
  };
}
