import type { ClassifierInfo } from '#core/model/classifier.ts';
import type { FeatureSettings } from '#core/model/features.ts';
import { LABEL_TILE } from '#core/model/label.ts';
import { sceneOf } from '#core/model/scene.ts';
import type { ProjectStore, RunOptions } from '../ports.ts';
import { choosePixels, countLabels, labelledTiles } from '../training/choose-pixels.ts';
import { classNumberOf } from '../training/class-number-of.ts';
import type { ChosenPixels, FeatureRows } from '../training/feature-rows.ts';
import { projectLabels } from '../training/project-labels.ts';
import type { LabelFacts } from '../training/tile-facts.ts';
import type { PlaneHint } from './label-plane.ts';

export interface LabelledFeatureMeans {
  readonly featureRows: FeatureRows;
  readonly labelFacts: LabelFacts;
}

/** Enough to tell what the labels look like. */
const LABELLED = 500;

/** Features of labelled pixels of a project, an equal share of each class, shape (pixels, features); missing images are left out. */
export async function labelledFeatures(
  { features, seed }: ClassifierInfo,
  store: ProjectStore,
  { featureRows, labelFacts }: LabelledFeatureMeans,
  options: RunOptions,
): Promise<Float32Array> {
  const classes = store.classes();
  const sources = projectLabels(
    store,
    store.images().filter((image) => image.training && !image.missing),
  );
  const tiles = labelledTiles(sources, classNumberOf(classes), seed, labelFacts);
  return featureRows.collect(choosePixels(tiles, countLabels(tiles, classes.length), LABELLED), features, options);
}

/** Features of places, in their order, shape (places, features). */
export async function featuresOfPlaces(
  places: readonly PlaneHint[],
  settings: FeatureSettings,
  { featureRows }: LabelledFeatureMeans,
  options: RunOptions,
): Promise<Float32Array> {
  const tiles = new Map<string, number[]>();
  for (const [i, { on, x, y }] of places.entries()) {
    const { scene, z, t } = on.subject.plane;
    const key = [on.imageId, scene, z, t, Math.floor(x / LABEL_TILE), Math.floor(y / LABEL_TILE)].join(' ');
    const members = tiles.get(key);
    if (members === undefined) tiles.set(key, [i]);
    else members.push(i);
  }
  const placeOf = (i: number): number => {
    const { on, x, y } = places[i]!;
    return y * sceneOf(on.subject.image.info, on.subject.plane.scene).width + x;
  };
  const ordered = [...tiles.values()].map((members) => members.sort((a, b) => placeOf(a) - placeOf(b)));
  const parts = await Promise.all(
    ordered.map((members) => {
      const { on, x, y } = places[members[0]!]!;
      const { image, plane, model } = on.subject;
      const at = Float64Array.from(members, placeOf);
      const chosen: ChosenPixels = {
        source: { image, plane, tiles: [], read: () => null },
        column: Math.floor(x / LABEL_TILE),
        row: Math.floor(y / LABEL_TILE),
        at,
        classes: new Uint8Array(at.length),
        wider: () => at,
        passing: true,
      };
      return featureRows.collect([chosen], { ...settings, channels: model.channels }, options);
    }),
  );
  const features = parts.length === 0 ? 0 : parts[0]!.length / ordered[0]!.length;
  const rows = new Float32Array(places.length * features);
  for (const [part, members] of ordered.entries()) {
    for (const [n, i] of members.entries()) rows.set(parts[part]!.subarray(n * features, (n + 1) * features), i * features);
  }
  return rows;
}
