import { randomUUID } from 'node:crypto';
import type { FeatureSettings } from '#core/model/features.ts';
import type { Forest } from '#core/model/forest.ts';
import { sceneOf } from '#core/model/scene.ts';
import type { ImageSources } from '../images/image-sources.ts';
import type { ComputePool, RunOptions } from '../ports.ts';
import { classifierModel } from '../prediction/segmenting-model.ts';
import type { CrfRegions } from '../refinement/crf-regions.ts';
import type { TrainingClass } from './check-training.ts';
import type { ChosenPixels } from './feature-rows.ts';
import { tileRect } from './label-source.ts';

export interface JudgeMeans {
  readonly pool: ComputePool;
  readonly sources: ImageSources;
  readonly crf: CrfRegions;
}

export interface RefinedJudging {
  readonly forest: Forest;
  readonly features: FeatureSettings;
  readonly classes: readonly TrainingClass[];
  /** Of the dense CRF, 1 … 100. */
  readonly strength: number;
  readonly chosen: readonly ChosenPixels[];
  /** Numbers of the wanted pixels, counted tile after tile, ascending. */
  readonly rows: Uint32Array;
}

/** Classes of chosen pixels, from 0, after a dense CRF over what a forest says of the image around them. */
export async function judgeRefined(
  { forest, features, classes, strength, chosen, rows }: RefinedJudging,
  { pool, sources, crf }: JudgeMeans,
  options: RunOptions,
): Promise<Uint8Array> {
  const info = { id: randomUUID(), name: 'Trial', version: 0, classes, features };
  const models = new Map<ChosenPixels['source']['image'], ReturnType<typeof classifierModel>>();
  const given = new Uint8Array(rows.length);
  let [next, before] = [0, 0];
  for (const { source, column, row, at } of chosen) {
    const first = next;
    while (next < rows.length && rows[next]! < before + at.length) next++;
    const start = before;
    before += at.length;
    if (next === first) continue;
    const { image, plane } = source;
    const model =
      models.get(image) ??
      crf.refined(classifierModel({ info, forest }, image, features.channels, { pool, sources }), image, {
        strength,
        confidence: 'after',
      });
    models.set(image, model);
    const rect = tileRect(image, plane, column, row);
    const { labels } = await model.predict(plane, rect, false, options);
    const { width } = sceneOf(image.info, plane.scene);
    for (let i = first; i < next; i++) {
      const place = at[rows[i]! - start]!;
      given[i] = labels[(Math.floor(place / width) - rect.y) * rect.width + (place % width) - rect.x]! - 1;
    }
  }
  return given;
}
