import type { Context } from './context.ts';
import type { OverlayKind, Step, Tool, Workspace } from './workspace.ts';

export const BRUSH_PX = { min: 1, max: 500 } as const;

export interface ViewActions {
  setStep(step: Step): void;
  setTool(tool: Tool): void;
  setBrush(px: number): void;
  /** One notch of the keys [ and ]: about a fifth, at least one pixel. */
  stepBrush(direction: 1 | -1): void;
  setBucketTolerance(value: number): void;
  setOnlyUnlabelled(on: boolean): void;
  setOverlay(kind: OverlayKind, probabilityClass?: number): void;
  setOpacity(of: 'label' | 'result', value: number): void;
  /** Hides everything over the image while a key is held. */
  hideOverlays(hidden: boolean): void;
  /** Switches between the last result overlay and none. */
  toggleOverlay(): void;
  toggleSplit(): void;
  toggleRulers(): void;
  fit(): void;
  zoomTo(factor: number): void;
  zoomBy(factor: number): void;
}

export function createViewActions(context: Context): ViewActions {
  const { workspace, viewer } = context;
  let lastKind: OverlayKind = 'segmentation';
  const overlay = (patch: Partial<Workspace['overlay']>): void =>
    workspace.patch({ overlay: { ...workspace.get().overlay, ...patch } });
  const setBrush = (px: number): void =>
    workspace.patch({ brushPx: Math.min(BRUSH_PX.max, Math.max(BRUSH_PX.min, Math.round(px))) });

  return {
    setStep: (step) => workspace.patch({ step }),
    setTool: (tool) => workspace.patch({ tool }),
    setBrush,
    stepBrush: (direction) => {
      const { brushPx } = workspace.get();
      setBrush(brushPx + direction * Math.max(1, Math.round(brushPx * 0.2)));
    },
    setBucketTolerance: (bucketTolerance) => workspace.patch({ bucketTolerance: Math.max(0, bucketTolerance) }),
    setOnlyUnlabelled: (onlyUnlabelled) => workspace.patch({ onlyUnlabelled }),
    setOverlay: (kind, probabilityClass) => overlay({ kind, ...(probabilityClass !== undefined && { probabilityClass }) }),
    setOpacity: (of, value) => overlay(of === 'label' ? { labelOpacity: value } : { resultOpacity: value }),
    hideOverlays: (hidden) => {
      if (workspace.get().overlay.hidden !== hidden) overlay({ hidden });
    },
    toggleOverlay: () => {
      const { kind } = workspace.get().overlay;
      if (kind !== 'none') lastKind = kind;
      overlay({ kind: kind === 'none' ? lastKind : 'none' });
    },
    toggleSplit: () => workspace.patch({ split: !workspace.get().split }),
    toggleRulers: () => workspace.patch({ rulers: !workspace.get().rulers }),
    fit: () => viewer.current?.fit(),
    zoomTo: (factor) => viewer.current?.zoomTo(factor),
    zoomBy: (factor) => viewer.current?.zoomBy(factor),
  };
}
