import type { PlaneIndex } from '#core/model/image.ts';
import { attempt, type Context } from './context.ts';
import type { DocumentFollower } from './document-follower.ts';
import type { ImageSelection } from './image-selection.ts';

/** Keeps up to date which planes of the open image hold labels, and goes from one to the next. */
export interface LabelledPlanes {
  /** Shows the next plane with labels after the present one, or the one before; from the last to the first. */
  go(by: 1 | -1): void;
}

const ASK_DELAY_MS = 120;

export function createLabelledPlanes(context: Context, follower: DocumentFollower, selection: ImageSelection): LabelledPlanes {
  const { workspace, results, client, toasts } = context;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let shown: string | null = null;

  const ask = async (imageId: string): Promise<void> => {
    const planes = await attempt(context, () => client.call('labels.planes', { imageId }));
    if (planes && workspace.get().imageId === imageId) results.patch({ labelledPlanes: planes });
  };

  workspace.subscribe(() => {
    const { imageId } = workspace.get();
    if (imageId === shown) return;
    shown = imageId;
    clearTimeout(timer);
    results.patch({ labelledPlanes: [] });
    if (imageId !== null) void ask(imageId);
  });

  follower.onLabels((changes) => {
    const { imageId } = workspace.get();
    if (imageId === null || !changes.some((change) => change.imageId === imageId)) return;
    clearTimeout(timer);
    timer = setTimeout(() => void ask(imageId), ASK_DELAY_MS);
  });

  return {
    go: (by) => {
      const planes = results.get().labelledPlanes;
      const { plane } = workspace.get();
      const place = ({ scene, z, t }: PlaneIndex): readonly number[] => [scene, t, z];
      const beyond = (one: PlaneIndex): boolean => compare(place(one), place(plane)) * by > 0;
      const next = by > 0 ? (planes.find(beyond) ?? planes[0]) : (planes.findLast(beyond) ?? planes.at(-1));
      if (next) selection.setPlane(next);
      else toasts.show('info', 'No plane of this image is labelled yet.');
    },
  };
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i]) return a[i] - b[i];
  }
  return 0;
}

/** Where along an axis labels lie: at the shown place of the other axes, or at another one. Scenes count with all they hold. */
export function labelMarks(
  planes: readonly PlaneIndex[],
  plane: PlaneIndex,
  axis: keyof PlaneIndex,
): ReadonlyMap<number, 'here' | 'elsewhere'> {
  const marks = new Map<number, 'here' | 'elsewhere'>();
  for (const one of planes) {
    if (axis !== 'scene' && one.scene !== plane.scene) continue;
    const other = axis === 'z' ? 't' : 'z';
    const here = axis === 'scene' || one[other] === plane[other];
    if (here || !marks.has(one[axis])) marks.set(one[axis], here ? 'here' : 'elsewhere');
  }
  return marks;
}
