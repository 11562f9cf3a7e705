import { type PlaneIndex, samePlane } from '#core/model/image.ts';
import { toScreen } from '../state/camera.ts';
import type { ShownMisjudged } from '../state/workspace.ts';
import type { Pane } from './pane.ts';

export interface MisjudgedState extends ShownMisjudged {
  readonly panes: readonly Pane[];
  /** Screen pixels per CSS pixel. */
  readonly ratio: number;
  readonly record: { readonly contentHash: string };
  readonly plane: PlaneIndex;
}

/** Marks over labelled pixels that were given another class: filled with its colour, framed with that of their own. */
export interface MisjudgedView {
  update(state: MisjudgedState | null): void;
  destroy(): void;
}

/** Smaller marks could not be seen, in CSS pixels. */
const LEAST = 3;
/** Breadth of both sides of a frame together, in CSS pixels. */
const FRAME = 3;

export function createMisjudgedView(parent: HTMLElement): MisjudgedView {
  const canvas = document.createElement('canvas');
  canvas.dataset.testid = 'misjudged';
  canvas.setAttribute('aria-hidden', 'true');
  Object.assign(canvas.style, { position: 'absolute', top: '0', left: '0', display: 'none', pointerEvents: 'none' });
  parent.append(canvas);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('The browser has no 2D canvas.');

  return {
    update: (state) => {
      canvas.style.display = state ? 'block' : 'none';
      if (!state) return;
      const { panes, ratio, classColors, record, plane } = state;
      const last = panes.at(-1)!;
      const [width, height] = [last.x + last.size.width, last.size.height];
      if (canvas.width !== width || canvas.height !== height) {
        canvas.width = width;
        canvas.height = height;
        Object.assign(canvas.style, { width: `${width / ratio}px`, height: `${height / ratio}px` });
      }
      context.clearRect(0, 0, width, height);
      const shown = state.planes.filter((one) => one.contentHash === record.contentHash && samePlane(one.plane, plane));
      let marks = 0;
      for (const pane of panes) {
        const edge = Math.max(LEAST * ratio, pane.camera.zoom);
        context.save();
        context.beginPath();
        context.rect(pane.x, pane.y, pane.size.width, pane.size.height);
        context.clip();
        // All frames before all fillings: where pixels lie close together the mistake is what is to be seen.
        for (const part of ['frame', 'filling'] as const) {
          const size = part === 'frame' ? edge + FRAME * ratio : edge;
          for (const { at, own, given } of shown) {
            const classes = part === 'frame' ? own : given;
            for (let i = 0; i < own.length; i++) {
              // The middle of the pixel.
              const { x, y } = toScreen(pane.camera, at[2 * i]! + 0.5, at[2 * i + 1]! + 0.5);
              if (x < -size || y < -size || x > pane.size.width + size || y > pane.size.height + size) continue;
              context.fillStyle = `#${(classColors[classes[i]!] ?? 0).toString(16).padStart(6, '0')}`;
              context.fillRect(pane.x + x - size / 2, pane.y + y - size / 2, size, size);
              if (part === 'filling') marks++;
            }
          }
        }
        context.restore();
      }
      canvas.dataset.marks = String(marks);
    },
    destroy: () => canvas.remove(),
  };
}
