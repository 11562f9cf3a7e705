import type { FeatureDefinition } from '../features/feature-definition.ts';
import { planFeatures } from '../features/feature-plan.ts';
import { setFeatures } from '../features/feature-sets.ts';
import type { PixelClassifier } from '../model/classifier.ts';
import { LEAF } from '../model/forest.ts';

/** What of a feature set the graph of a classifier has to compute. */
export interface ClassifierPlan {
  /** Distinct planes that the forest asks for in any channel; each is computed for every channel. */
  readonly planes: readonly FeatureDefinition[];
  /** Column of each of the forest's features, channel-major as they are; 0 for features that it never asks for. */
  readonly columnOf: Int32Array;
  /** Pixels on each side of a place that its answer depends on. */
  readonly halo: number;
}

export function planClassifier({ info, forest }: PixelClassifier): ClassifierPlan {
  const { planes, planeOf } = planFeatures(setFeatures(info.features.set));
  const perSet = planeOf.length;
  const asked = new Set<number>();
  for (const f of forest.feature) if (f !== LEAF) asked.add(planeOf[f % perSet]!);
  // A forest of lone leaves asks for nothing, but its graph must have something to stack.
  if (asked.size === 0) asked.add(0);
  const used = [...asked].sort((a, b) => a - b);
  const columnOf = Int32Array.from({ length: forest.features }, (_, f) =>
    Math.max(0, Math.floor(f / perSet) * used.length + used.indexOf(planeOf[f % perSet]!)),
  );
  const definitions = used.map((plane) => planes[plane]!);
  return { planes: definitions, columnOf, halo: planFeatures(definitions).halo };
}
