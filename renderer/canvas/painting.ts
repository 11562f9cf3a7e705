import type { Input } from '#contract/contract.ts';
import { GroveError } from '#core/model/error.ts';
import type { PlaneIndex } from '#core/model/image.ts';
import type { LabelStroke } from '#core/model/label.ts';
import { channelUnder } from '../state/label-channel.ts';
import { createLabelGestures, type GestureSettings, type LabelGestures } from '../state/label-gestures.ts';
import { createStrokeQueue } from '../state/label-stroke-queue.ts';
import { openRecord, openScene } from '../state/open-scene.ts';
import type { Point } from '../state/rasterise-span.ts';
import type { Workspace } from '../state/workspace.ts';
import type { ImageLayer } from './image-layer.ts';
import type { LabelLayer } from './label-layer.ts';

/** How painting reaches the document. Both reject when nothing was kept. */
export interface PaintCalls {
  paint(imageId: string, plane: PlaneIndex, stroke: LabelStroke): Promise<unknown>;
  bucket(input: Input<'labels.bucket'>): Promise<unknown>;
}

export interface Painting {
  readonly gestures: LabelGestures;
  /** The button goes down with a drawing tool. */
  down(point: Point, erase: boolean): void;
  /** Strokes that are not saved yet. */
  unsaved(): number;
}

interface PaintingOptions extends PaintCalls {
  readonly labels: LabelLayer;
  readonly image: ImageLayer;
  workspace(): Workspace;
  /** What is in view, in whole pixels. */
  visible(): Input<'labels.bucket'>['within'];
  failed(error: unknown): void;
}

/** Puts the drawing tools to work: shows a stroke at once, sends strokes one after another, takes back what was not kept. */
export function createPainting({ labels, image, workspace, visible, paint, bucket, failed }: PaintingOptions): Painting {
  const queue = createStrokeQueue();

  /** Where the stroke under way began, which is where it belongs. */
  let goal: { imageId: string; plane: PlaneIndex } | null = null;

  const commit = (): void => {
    const finished = labels.finishLive();
    if (!finished || !goal) return;
    const { imageId, plane } = goal;
    const { id, stroke } = finished;
    queue
      .enqueue(() => paint(imageId, plane, stroke))
      .then(
        () => labels.confirm(id),
        (error) => {
          labels.reject(id);
          failed(error);
        },
      );
  };

  const fill = (at: Point, value: number, onlyOver: readonly number[] | null): void => {
    const { imageId, plane, bucketTolerance: tolerance } = workspace();
    const [x, y] = [Math.floor(at.x), Math.floor(at.y)];
    const scene = openScene(workspace());
    if (imageId === null || !scene || x < 0 || y < 0 || x >= scene.width || y >= scene.height) return;
    const channel = channelUnder(workspace(), image.valuesAt(x, y));
    const input = { imageId, plane, channel, x, y, tolerance, within: visible(), value, onlyOver: onlyOver && [...onlyOver] };
    // In line with the strokes, so that undo takes back what was done last.
    queue.enqueue(() => bucket(input)).catch(failed);
  };

  const gestures = createLabelGestures({
    startLive: labels.startLive,
    updateLive: labels.updateLive,
    cancelLive: labels.cancelLive,
    commit,
    bucket: fill,
  });

  const settings = (erase: boolean): GestureSettings | null => {
    const now = workspace();
    const scene = openScene(now);
    if (!scene || openRecord(now)?.missing !== false || now.tool === 'hand') return null;
    const erasing = erase || now.tool === 'eraser';
    if (!erasing && now.activeClass === null) {
      failed(new GroveError('invalid-input', 'There is no class to paint with: add a class first.'));
      return null;
    }
    return {
      tool: now.tool,
      value: erasing ? 0 : (now.activeClass ?? 0),
      onlyOver: now.onlyUnlabelled && !erasing ? [0] : null,
      brushPx: now.brushPx,
      image: scene,
    };
  };

  return {
    gestures,
    unsaved: queue.waiting,
    down: (point, erase) => {
      const how = settings(erase);
      const { imageId, plane } = workspace();
      goal = imageId === null ? null : { imageId, plane };
      if (how) gestures.down(point, how, workspace().camera.zoom);
    },
  };
}
