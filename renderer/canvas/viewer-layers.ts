import { type LevelInfo, type PlaneIndex, samePlane } from '#core/model/image.ts';
import type { LabelClass } from '#core/model/label.ts';
import { sceneOf } from '#core/model/scene.ts';
import type { GroveClient } from '../client/grove-client.ts';
import { type Box, type Extent, visibleBox } from '../state/camera.ts';
import { openRecord, openScene, shapeOf } from '../state/open-scene.ts';
import { neighbourPlanes, planeSizes, type Scrub, scrubOf } from '../state/scrub.ts';
import type { Comparison, Overlay, Workspace } from '../state/workspace.ts';
import { createDifferenceTiles } from './difference-tiles.ts';
import { createImageLayer, type ImageLayer, type ImageSource } from './image-layer.ts';
import { createLabelLayer, type LabelLayer, type LabelSource } from './label-layer.ts';
import type { Pane, PaneResult } from './pane.ts';
import { createPredictionLayer, type PredictionLayer, predictionLoader } from './prediction-layer.ts';
import { createQuadBatch } from './quad-batch.ts';
import type { Surface } from './surface.ts';

/** The layers over each other, kept in step with the workspace. */
export interface ViewerLayers {
  readonly image: ImageLayer;
  readonly labels: LabelLayer;
  readonly prediction: PredictionLayer;
  /** Takes in what has changed since the last call. Returns true when other tiles may be wanted. */
  follow(workspace: Workspace): boolean;
  /** Draws all panes; returns false where the image went blank. */
  draw(panes: readonly Pane[], image: Extent): boolean;
  request(box: Box, zoom: number): void;
  retry(): void;
  destroy(): void;
}

interface ViewerLayersOptions {
  readonly surface: Surface;
  readonly client: GroveClient;
  invalidate(): void;
  wantsChanged(): void;
  failed(error: unknown): void;
  /** The share of what was looked at in which the compared results differ. */
  differing(share: number | null): void;
}

/** How the difference of two results is shown, whatever the look of a single one. */
const DIFFERENCE_LOOK: Overlay = {
  kind: 'segmentation',
  probabilityClass: 0,
  labelOpacity: 0,
  resultOpacity: 0.85,
  hidden: false,
};

const NO_CLASSES: readonly LabelClass[] = [];
/** Planes fetched ahead while the user goes through a stack. */
const NEIGHBOURS = 9;

export function createViewerLayers(options: ViewerLayersOptions): ViewerLayers {
  const { surface, client, invalidate, wantsChanged, failed, differing } = options;
  const image = createImageLayer({ surface, client, invalidate, failed });
  const labels = createLabelLayer({ surface, client, invalidate, wantsChanged, failed });
  const load = predictionLoader(client);
  const prediction = createPredictionLayer({ surface, load, invalidate, failed });
  const difference = createDifferenceTiles(load, () => differing(difference.share()));
  const results: Readonly<Record<PaneResult, PredictionLayer>> = {
    shown: prediction,
    first: createPredictionLayer({ surface, load, invalidate, failed }),
    second: createPredictionLayer({ surface, load, invalidate, failed }),
    difference: createPredictionLayer({ surface, load: difference.load, invalidate, failed }),
  };
  const allResults = Object.values(results);
  results.difference.setLook(DIFFERENCE_LOOK, 0);
  const batch = createQuadBatch();
  let seen: Workspace | null = null;
  let source: ImageSource | null = null;
  let labelSource: LabelSource | null = null;
  let scrub: Scrub | null = null;

  const followSource = (now: Workspace): boolean => {
    const record = openRecord(now);
    const present = record && !record.missing ? record : null;
    const next = present && now.levels ? { imageId: present.id, plane: now.plane, levels: now.levels } : null;
    let changed = false;
    if (!sameSource(source, next)) {
      source = next;
      image.setSource(next);
      for (const layer of allResults) layer.setSource(next);
      changed = true;
    }
    const nextLabels = present ? { imageId: present.id, plane: now.plane } : null;
    if (!sameSource(labelSource, nextLabels)) {
      labelSource = nextLabels;
      labels.setSource(nextLabels);
      changed = true;
    }
    return changed;
  };

  const followScrub = (was: Workspace, now: Workspace): void => {
    const record = openRecord(now);
    if (!record || was.imageId !== now.imageId) scrub = null;
    else if (was.plane !== now.plane) scrub = scrubOf(was.plane, now.plane, planeSizes(record.info));
    // Who moves over the plane stays on it for a while.
    else if (was.camera !== now.camera) scrub = null;
  };

  /** Planes that are likely to be shown next. */
  const neighbours = (): readonly PlaneIndex[] => {
    const record = seen && openRecord(seen);
    const scene = seen && openScene(seen);
    if (!seen || !record || !scene || !scrub) return [];
    const planes = neighbourPlanes(seen.plane, scrub, planeSizes(record.info), NEIGHBOURS);
    if (scrub.axis !== 'scene') return planes;
    return planes.filter((plane) => shapeOf(sceneOf(record.info, plane.scene)) === shapeOf(scene));
  };

  const followComparison = (comparison: Comparison | null): void => {
    results.first.setModel(comparison?.first ?? null);
    results.second.setModel(comparison?.second ?? null);
    results.difference.setModel(comparison && difference.model(comparison));
    differing(null);
  };

  return {
    image,
    labels,
    prediction,
    follow: (now) => {
      const was = seen;
      seen = now;
      if (was) followScrub(was, now);
      let wants = followSource(now);
      const display = { display: now.display, mode: now.displayMode, greyChannel: now.greyChannel };
      if (
        was?.display !== now.display ||
        was.displayMode !== now.displayMode ||
        was.greyChannel !== now.greyChannel ||
        was.rangeIndicator !== now.rangeIndicator ||
        was.imageId !== now.imageId
      ) {
        const channels = openRecord(now)?.info.channels.length ?? 0;
        image.setDisplay({ ...display, channels }, now.rangeIndicator);
      }
      const classes = now.project?.classes ?? NO_CLASSES;
      if ((was?.project?.classes ?? null) !== classes) labels.setClasses(classes);
      if (was?.model !== now.model) {
        prediction.setModel(now.model);
        wants = true;
      }
      if ((was?.comparison ?? null) !== now.comparison) {
        followComparison(now.comparison);
        wants = true;
      }
      if (was?.overlay !== now.overlay || was.minConfidence !== now.minConfidence) {
        labels.setOpacity(now.overlay.labelOpacity);
        for (const layer of [prediction, results.first, results.second]) layer.setLook(now.overlay, now.minConfidence);
        wants ||= was?.overlay.kind !== now.overlay.kind || was.overlay.probabilityClass !== now.overlay.probabilityClass;
      }
      if (was && was.labelChange !== now.labelChange && now.labelChange) labels.apply(now.labelChange.changes);
      return wants;
    },
    draw: (panes, extent) => {
      batch.begin();
      image.beginFrame();
      let covered = true;
      for (const pane of panes) {
        const box = visibleBox(pane.camera, pane.size, extent);
        if (box.x1 <= box.x0 || box.y1 <= box.y0) continue;
        covered = image.draw(pane, box, batch) && covered;
        if (pane.layers.result) results[pane.layers.result].draw(pane, box, batch);
        if (pane.layers.labels) labels.draw(pane, box, batch);
      }
      batch.end();
      surface.render(batch.container);
      return covered;
    },
    request: (box, zoom) => {
      image.request(box, zoom, neighbours());
      labels.request(box);
      // What a comparison covers need not be computed.
      if (!seen?.comparison) prediction.request(box, zoom);
      for (const layer of [results.first, results.second, results.difference]) layer.request(box, zoom);
    },
    retry: () => {
      image.retry();
      for (const layer of allResults) layer.retry();
      labels.reloadAll();
    },
    destroy: () => {
      batch.destroy();
      image.destroy();
      labels.destroy();
      for (const layer of allResults) layer.destroy();
    },
  };
}

interface AnySource {
  readonly imageId: string;
  readonly plane: PlaneIndex;
  readonly levels?: readonly LevelInfo[];
}

function sameSource(a: AnySource | null, b: AnySource | null): boolean {
  if (!a || !b) return a === b;
  return a.imageId === b.imageId && samePlane(a.plane, b.plane) && a.levels === b.levels;
}
