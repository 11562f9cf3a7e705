import type { GroveClient } from '../client/grove-client.ts';
import { type Extent, showsAll, toImage, visibleBox } from '../state/camera.ts';
import type { MutableObservable } from '../state/observable.ts';
import { openRecord, openScene } from '../state/open-scene.ts';
import type { ViewerHandle } from '../state/viewer-handle.ts';
import type { Workspace } from '../state/workspace.ts';
import { onlyCursorChanged, readCursor, sameCursor } from './cursor-reading.ts';
import { createCursorView, cursorShape } from './cursor-view.ts';
import { createFrameLoop } from './frame-loop.ts';
import { createMinimapView } from './minimap-view.ts';
import { createMisjudgedView } from './misjudged-view.ts';
import { createPainting, type PaintCalls, type Painting } from './painting.ts';
import type { Pane } from './pane.ts';
import { layoutPanes, PANE_GAP } from './pane-layout.ts';
import { attachPointerInput, type Place } from './pointer-input.ts';
import { createRulersView } from './rulers-view.ts';
import { createScaleBarView } from './scale-bar-view.ts';
import { createStage } from './stage.ts';
import { createSurface, type Surface } from './surface.ts';
import { createTileTrouble } from './tile-trouble.ts';
import { createViewCamera, visibleRect } from './view-camera.ts';
import { viewerInput } from './viewer-input.ts';
import { createViewerLayers, type ViewerLayers } from './viewer-layers.ts';
import { collectStats, type ViewerStats } from './viewer-stats.ts';
import { watchSize } from './watch-size.ts';

export interface ViewerOptions extends PaintCalls {
  readonly container: HTMLElement;
  readonly client: GroveClient;
  readonly workspace: MutableObservable<Workspace>;
  /** What the user must know: tiles that cannot be read, strokes that were not kept. */
  onError(error: unknown): void;
}

export interface Viewer extends ViewerHandle {
  /** Null until the first frame could be drawn. */
  stats(): ViewerStats | null;
  destroy(): void;
}

/**
 * The image viewer: fills `container`, shows what the workspace says, moves its camera, tells it what the pointer is over,
 * and draws labels through `paint` and `bucket`.
 */
export function createViewer({ container, client, workspace, paint, bucket, onError }: ViewerOptions): Viewer {
  const stage = createStage(container);
  const { canvas } = stage;
  const camera = createViewCamera(workspace);
  const cursorView = createCursorView(container);
  const misjudged = createMisjudgedView(container);
  const scaleBar = createScaleBarView(container);
  const rulers = createRulersView(container);
  const minimap = createMinimapView(container, (x, y) => camera.goTo(x, y));
  let size: Extent = { width: 0, height: 0 };
  let ratio = 1;
  let panes: readonly Pane[] = [];
  let place: Place | null = null;
  let mode: 'tool' | 'grab' | 'grabbing' = 'tool';
  let wantsDue = true;
  let blankFrames = 0;
  let destroyed = false;
  let ready: { surface: Surface; layers: ViewerLayers; painting: Painting } | null = null;
  const trouble = createTileTrouble(onError);

  const draw = (): void => {
    if (!ready || size.width === 0) return;
    const now = workspace.get();
    const record = openRecord(now);
    const scene = openScene(now);
    if (!record || !scene) {
      ready.layers.draw([], { width: 1, height: 1 });
      minimap.update(null, { x0: 0, y0: 0, x1: 0, y1: 0 }, ratio);
      scaleBar.update(null, null);
      misjudged.update(null);
      return;
    }
    const view = panes[0].size;
    const box = visibleBox(now.camera, view, scene);
    if (wantsDue) {
      wantsDue = false;
      ready.layers.request(box, now.camera.zoom);
    }
    const map = showsAll(now.camera, view, scene) ? null : minimap.pane(size, scene, ratio);
    const covered = ready.layers.draw(map ? [...panes, map] : panes, scene);
    if (!covered) blankFrames++;
    if (ready.layers.image.heldBack()) frames.invalidate();
    minimap.update(map, box, ratio);
    scaleBar.update(now.camera.zoom / ratio, record.info.pixelSizeUm.x);
    misjudged.update(now.misjudged && !now.overlay.hidden ? { ...now.misjudged, panes, ratio, record, plane: now.plane } : null);
    cursors.invalidate();
  };

  const updateCursor = (): void => {
    if (!ready) return;
    const now = workspace.get();
    const { layers, painting } = ready;
    // The image may have moved under a resting pointer.
    if (place) place = { ...place, image: toImage(now.camera, place.screen.x, place.screen.y) };
    const outline = painting.gestures.outline();
    const color = outline ? outline.value : now.tool === 'eraser' ? 0 : now.activeClass;
    cursorView.update({
      panes,
      ratio,
      place,
      tool: mode === 'tool' ? now.tool : 'hand',
      brushPx: now.brushPx,
      color: now.project?.classes.find(({ value }) => value === color)?.color ?? null,
      outline: outline?.points ?? null,
    });
    const pixelSizeUm = openRecord(now)?.info.pixelSizeUm;
    rulers.update(now.rulers && pixelSizeUm ? { panes, ratio, pixelSizeUm, place } : null);
    canvas.style.cursor = mode === 'tool' ? cursorShape(now, now.camera.zoom / ratio) : mode;
    const next = readCursor(layers, now, place?.image ?? null);
    if (!sameCursor(next, now.cursor)) workspace.patch({ cursor: next });
  };

  const frames = createFrameLoop(draw);
  const cursors = createFrameLoop(updateCursor);

  const arrange = (): void => {
    const now = workspace.get();
    panes = layoutPanes(size, now);
    stage.setDividers(
      panes.slice(1).map(({ x }) => (x - PANE_GAP) / ratio),
      PANE_GAP / ratio,
    );
  };

  let following = false;
  let seen = workspace.get();
  const follow = (): void => {
    const now = workspace.get();
    if (now === seen || following) return;
    const was = seen;
    // Fitting a newly opened image changes the workspace again; that change is taken in by the loop below.
    following = true;
    seen = now;
    if (was.imageId !== now.imageId || was.project !== now.project || was.plane.scene !== now.plane.scene) camera.followImage();
    const panesChanged = was.split !== now.split || was.comparison !== now.comparison;
    if (panesChanged && size.width > 0) camera.setView(layoutPanes(size, now)[0].size);
    following = false;
    const settled = workspace.get();
    seen = settled;
    if (was.tool !== settled.tool || was.imageId !== settled.imageId || was.plane !== settled.plane) {
      ready?.painting.gestures.finish();
    }
    if (ready?.layers.follow(settled)) wantsDue = true;
    if (was.camera !== settled.camera || panesChanged) wantsDue = true;
    if (was.imageId !== settled.imageId) trouble.reset();
    if (size.width > 0) arrange();
    if (onlyCursorChanged(was, settled)) return;
    frames.invalidate();
    cursors.invalidate();
  };

  const start = (surface: Surface): void => {
    const layers = createViewerLayers({
      surface,
      client,
      invalidate: frames.invalidate,
      wantsChanged: () => {
        wantsDue = true;
        frames.invalidate();
      },
      failed: trouble.failed,
      differing: (share) => {
        if (workspace.get().differing !== share) workspace.patch({ differing: share });
      },
    });
    const painting = createPainting({
      labels: layers.labels,
      image: layers.image,
      workspace: workspace.get,
      visible: () => {
        const now = workspace.get();
        return visibleRect(now.camera, camera.view(), openScene(now) ?? { width: 1, height: 1 });
      },
      paint,
      bucket,
      failed: onError,
    });
    ready = { surface, layers, painting };
    surface.resize(size);
    layers.follow(workspace.get());
    frames.invalidate();
  };

  const stopWatching = watchSize(canvas, (next, pixelRatio) => {
    size = next;
    ratio = pixelRatio;
    if (size.width === 0 || size.height === 0) return;
    ready?.surface.resize(size);
    camera.setView(layoutPanes(size, workspace.get())[0].size);
    camera.followImage();
    arrange();
    wantsDue = true;
    // At once, because a canvas that has got another size is blank until it is drawn.
    draw();
  });

  const detachInput = attachPointerInput(
    canvas,
    viewerInput({
      canvas,
      camera,
      workspace: workspace.get,
      size: () => size,
      panes: () => panes,
      painting: () => ready?.painting ?? null,
      hover: (next) => {
        place = next;
        cursors.invalidate();
      },
      mode: (next) => {
        mode = next;
        cursors.invalidate();
      },
      changed: cursors.invalidate,
    }),
  );

  const unsubscribe = workspace.subscribe(follow);
  const stopConnection = client.onConnection((connected) => {
    if (!connected || !ready) return;
    trouble.reset();
    ready.layers.retry();
    wantsDue = true;
    frames.invalidate();
  });
  createSurface(canvas, size, frames.invalidate).then((surface) => {
    if (destroyed) surface.destroy();
    else start(surface);
  }, onError);

  return {
    fit: camera.fit,
    zoomTo: camera.zoomTo,
    zoomBy: (factor) => camera.zoomBy(factor),
    goTo: camera.goTo,
    visible: () => {
      const now = workspace.get();
      const scene = openScene(now);
      return scene && size.width > 0 ? visibleRect(now.camera, camera.view(), scene) : null;
    },
    showsPlane: () => ready?.layers.image.complete() ?? false,
    stats: () =>
      ready && collectStats(ready.layers, { ...frames.stats(), blankFrames, unsavedStrokes: ready.painting.unsaved() }),
    destroy: () => {
      destroyed = true;
      unsubscribe();
      stopConnection();
      stopWatching();
      detachInput();
      frames.stop();
      cursors.stop();
      cursorView.destroy();
      misjudged.destroy();
      scaleBar.destroy();
      minimap.destroy();
      rulers.destroy();
      ready?.layers.destroy();
      ready?.surface.destroy();
      ready = null;
      stage.remove();
    },
  };
}
