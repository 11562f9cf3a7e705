import type { PlaneIndex } from '#core/model/image.ts';
import type { Context } from './context.ts';
import type { Overlay } from './workspace.ts';

/** What of the view is found again when the project is opened next time. */
export interface RememberedView {
  readonly imageId: string | null;
  readonly plane: PlaneIndex;
  readonly modelId: string | null;
  readonly overlay: Omit<Overlay, 'hidden'>;
}

export interface ViewMemory {
  pause(): void;
  resume(): void;
}

const SAVE_DELAY_MS = 1500;

/** Keeps the view in the project's settings, a moment after it has changed. */
export function createViewMemory(context: Context): ViewMemory {
  const { workspace, client } = context;
  let active = false;
  let saved = '';
  let looked: readonly unknown[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const current = (): RememberedView => {
    const { imageId, plane, model, overlay, project } = workspace.get();
    const { hidden: _, ...kept } = overlay;
    const isVersion = project?.models.some((one) => one.id === model?.id) ?? false;
    return { imageId, plane, modelId: isVersion && model ? model.id : null, overlay: kept };
  };

  workspace.subscribe(() => {
    const { project } = workspace.get();
    if (!active || !project || project.readOnly) return;
    const { imageId, plane, model, overlay } = workspace.get();
    const parts = [imageId, plane, model, overlay];
    // The workspace changes with every move of the pointer; most changes are none of ours.
    if (parts.every((part, index) => part === looked[index])) return;
    looked = parts;
    const text = JSON.stringify(current());
    if (text === saved) return;
    saved = text;
    clearTimeout(timer);
    // Losing the last view is no loss of work, so a failure stays silent.
    timer = setTimeout(
      () => void client.call('project.setSetting', { key: 'window', value: JSON.parse(text) }).catch(() => {}),
      SAVE_DELAY_MS,
    );
  });

  return {
    pause: () => {
      active = false;
      clearTimeout(timer);
    },
    resume: () => {
      saved = JSON.stringify(current());
      active = true;
    },
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isIndex = (value: unknown): value is number => Number.isInteger(value) && Number(value) >= 0;
const isShare = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1;

/** Reads what an earlier version of the window may have written; anything unknown is left out. */
export function readViewMemory(value: unknown): Partial<Omit<RememberedView, 'overlay'>> & { overlay: Partial<Overlay> } {
  if (!isRecord(value)) return { overlay: {} };
  const plane = isRecord(value.plane) ? value.plane : {};
  const overlay = isRecord(value.overlay) ? value.overlay : {};
  const kind = (['none', 'segmentation', 'probability', 'uncertainty'] as const).find((one) => one === overlay.kind);
  return {
    ...(typeof value.imageId === 'string' && { imageId: value.imageId }),
    ...(typeof value.modelId === 'string' && { modelId: value.modelId }),
    ...(isIndex(plane.scene) &&
      isIndex(plane.z) &&
      isIndex(plane.t) && { plane: { scene: plane.scene, z: plane.z, t: plane.t } }),
    overlay: {
      ...(kind && { kind }),
      ...(isIndex(overlay.probabilityClass) && { probabilityClass: overlay.probabilityClass }),
      ...(isShare(overlay.labelOpacity) && { labelOpacity: overlay.labelOpacity }),
      ...(isShare(overlay.resultOpacity) && { resultOpacity: overlay.resultOpacity }),
    },
  };
}
