import type { Context } from './context.ts';
import type { PlayEnd } from './frame.ts';
import type { ImageSelection } from './image-selection.ts';
import { openRecord } from './open-scene.ts';
import { type PlaneAxis, type PlaneSizes, planeSizes } from './scrub.ts';

export const PLAY_FPS = { min: 1, max: 30 } as const;

/** A plane that is not on screen after this long is left for the next one. */
const LONGEST_WAIT_MS = 2000;
/** How often the viewer is asked whether the plane is there. */
const LOOK_MS = 16;

export interface Playback {
  /** Plays an axis, or stops it where it plays. */
  toggle(axis: PlaneAxis): void;
  stop(): void;
  setFps(fps: number): void;
  setEnd(end: PlayEnd): void;
}

/**
 * Goes through the planes of an axis at the chosen speed, but not before the present one is on screen, so that playing never
 * outruns loading.
 */
export function createPlayback(context: Context, selection: ImageSelection): Playback {
  const { frame, workspace, viewer } = context;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let step: 1 | -1 = 1;

  const sizes = (): PlaneSizes => {
    const record = openRecord(workspace.get());
    return record ? planeSizes(record.info) : { scene: 1, z: 1, t: 1 };
  };

  const advance = (axis: PlaneAxis): void => {
    const size = sizes()[axis];
    const at = workspace.get().plane[axis];
    const { playEnd } = frame.get();
    if (playEnd === 'bounce' && (at + step < 0 || at + step >= size)) step = step === 1 ? -1 : 1;
    if (playEnd !== 'bounce') step = 1;
    const last = playEnd === 'stop' && at + step >= size;
    if (!last) selection.setPlane({ [axis]: (at + step + size) % size });
    if (size < 2 || (playEnd === 'stop' && at + step >= size - 1)) frame.patch({ playing: null });
  };

  const wait = (since: number): void => {
    const { playing, playFps } = frame.get();
    if (playing === null) return;
    const waited = Date.now() - since;
    const due = waited >= 1000 / playFps;
    // Without a viewer there is nothing to wait for.
    const shown = viewer.current?.showsPlane() ?? true;
    if (due && (shown || waited >= LONGEST_WAIT_MS)) {
      advance(playing);
      timer = setTimeout(wait, 1000 / playFps, Date.now());
    } else timer = setTimeout(wait, due ? LOOK_MS : 1000 / playFps - waited, since);
  };

  let seen = frame.get().playing;
  frame.subscribe(() => {
    const { playing } = frame.get();
    if (playing === seen) return;
    seen = playing;
    step = 1;
    clearTimeout(timer);
    if (playing !== null) timer = setTimeout(wait, 1000 / frame.get().playFps, Date.now());
  });

  return {
    toggle: (axis) => {
      if (frame.get().playing === axis) return frame.patch({ playing: null });
      // What ends at the last plane begins again at the first.
      const atEnd = workspace.get().plane[axis] === sizes()[axis] - 1;
      if (frame.get().playEnd === 'stop' && atEnd) selection.setPlane({ [axis]: 0 });
      frame.patch({ playing: axis, playedAxis: axis });
    },
    stop: () => frame.patch({ playing: null }),
    setFps: (fps) => frame.patch({ playFps: Math.min(PLAY_FPS.max, Math.max(PLAY_FPS.min, fps)) }),
    setEnd: (playEnd) => frame.patch({ playEnd }),
  };
}
