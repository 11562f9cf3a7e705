import type { LabelHint } from '#contract/contract.ts';
import type { PixelClassifier } from '#core/model/classifier.ts';
import { LABEL_TILE } from '#core/model/label.ts';
import { copyRegion } from '#core/raster/copy-region.ts';
import { rankByGain } from '#core/segmentation/expected-gain.ts';
import { keepApart, mostUncertainPlaces, type UncertainPlace } from '#core/segmentation/uncertainty.ts';
import type { ProjectStore, RunOptions } from '../ports.ts';
import { runAhead } from '../run-ahead.ts';
import type { LabelPlane, PlaneHint } from './label-plane.ts';
import { featuresOfPlaces, type LabelledFeatureMeans, labelledFeatures } from './place-features.ts';
import type { Predictions } from './predictions.ts';

/** Places proposed at most. */
const HINTS = 20;

/** No two places are nearer than this along both axes, in pixels. */
const APART = 30;

/** Tiles of LABEL_TILE² looked at, over all planes; of more an evenly spread choice. */
const MOST_TILES = 256;

/** Most uncertain places whose novelty is looked at. */
const CANDIDATES = 200;

/**
 * Unlabelled places over all planes whose labelling is expected to teach most, best first (see rankByGain). `classifier` is null for a
 * network, which has no features to tell what is new: its places are ranked by uncertainty alone.
 */
export async function labelNext(
  planes: readonly LabelPlane[],
  classifier: PixelClassifier | null,
  means: LabelledFeatureMeans & { readonly predictions: Predictions; readonly store: ProjectStore },
  { onProgress, ...options }: RunOptions,
): Promise<LabelHint[]> {
  const found = await uncertainPlaces(planes, means, onProgress === undefined ? options : { ...options, onProgress });
  const uncertain = found.sort((a, b) => b.uncertainty - a.uncertainty).slice(0, CANDIDATES);
  const uncertainty = uncertain.map((place) => place.uncertainty);
  const nothing = new Float32Array(0);
  const rows = classifier === null ? nothing : await featuresOfPlaces(uncertain, classifier.info.features, means, options);
  const labelled = classifier === null ? nothing : await labelledFeatures(classifier.info, means.store, means, options);
  return rankByGain({ rows, uncertainty, labelled }, HINTS).map(({ index, novelty, gain }) => {
    const { on, x, y, uncertainty: doubt } = uncertain[index]!;
    return { imageId: on.imageId, plane: on.subject.plane, x, y, uncertainty: doubt, novelty, gain };
  });
}

/** The most uncertain places of each plane, no two near each other. */
async function uncertainPlaces(
  planes: readonly LabelPlane[],
  { predictions, store }: { readonly predictions: Predictions; readonly store: ProjectStore },
  { onProgress, ...options }: RunOptions,
): Promise<PlaneHint[]> {
  const tiles = spreadTiles(planes);
  const found = new Map<LabelPlane, UncertainPlace[]>();
  let done = 0;
  await runAhead(
    tiles,
    8,
    ({ on, column, row }, signal) => predictions.tile(on.subject, { level: 0, column, row }, null, { ...options, signal }),
    (tile, { on, column, row }) => {
      const stored = store.labelTile(on.imageId, on.subject.plane, column, row);
      const labels = stored === null ? null : cutLabels(stored, tile.width, tile.height);
      const classes = on.subject.model.classes.length;
      const input = { width: tile.width, height: tile.height, classes, confidence: tile.confidence, labels };
      const places = found.get(on) ?? [];
      found.set(on, places);
      for (const { x, y, uncertainty } of mostUncertainPlaces(input, { count: HINTS })) {
        places.push({ x: x + column * LABEL_TILE, y: y + row * LABEL_TILE, uncertainty });
      }
      onProgress?.(++done, tiles.length);
    },
    options.signal,
  );
  return [...found].flatMap(([on, places]) => keepApart(places, CANDIDATES, APART).map((place) => ({ on, ...place })));
}

interface PlaneTile {
  readonly on: LabelPlane;
  readonly column: number;
  readonly row: number;
}

/** At most MOST_TILES tiles, from every plane in proportion to its size. */
function spreadTiles(planes: readonly LabelPlane[]): PlaneTile[] {
  const grids = planes.map((on) => {
    const { width, height } = on.subject.levels[0]!;
    const across = Math.ceil(width / LABEL_TILE);
    return { on, across, count: across * Math.ceil(height / LABEL_TILE) };
  });
  const all = grids.reduce((sum, { count }) => sum + count, 0);
  const taken = Math.min(all, MOST_TILES);
  const tiles: PlaneTile[] = [];
  let [grid, before] = [0, 0];
  for (let i = 0; i < taken; i++) {
    const index = Math.floor(((i + 0.5) * all) / taken);
    while (index - before >= grids[grid]!.count) before += grids[grid++]!.count;
    const { on, across } = grids[grid]!;
    tiles.push({ on, column: (index - before) % across, row: Math.floor((index - before) / across) });
  }
  return tiles;
}

function cutLabels(tile: Uint8Array, width: number, height: number): Uint8Array {
  const labels = new Uint8Array(width * height);
  copyRegion(tile, 0, LABEL_TILE, labels, 0, width, width, height);
  return labels;
}
