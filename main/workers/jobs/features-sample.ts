import { createFeatureExtractor } from '#core/features/create-feature-extractor.ts';
import { planFeatures } from '#core/features/feature-plan.ts';
import { setFeatures } from '#core/features/feature-sets.ts';
import { sampleRows } from '#core/features/sample-rows.ts';
import type { FeatureSettings } from '#core/model/features.ts';
import { LABEL_TILE } from '#core/model/label.ts';
import { sceneOf } from '#core/model/scene.ts';
import { coverPixels } from '#core/raster/cover-pixels.ts';
import { haloRect } from '#core/raster/halo-rect.ts';
import type { LabelledPixels } from '../../services/ports.ts';
import type { JobContext } from '../job-context.ts';
import { openSource } from '../open-sources.ts';
import { prepared } from '../prepared-kernels.ts';

/** Reads and computes only what lies around the labelled pixels, which all lie in one label tile. */
export async function featuresSample(
  { labelled, settings }: { labelled: LabelledPixels; settings: FeatureSettings },
  context: JobContext,
): Promise<{ rows: Float32Array }> {
  const { source, plane, at } = labelled;
  const file = await openSource(source);
  const { width, height } = sceneOf(file.info, plane.scene);
  const definitions = setFeatures(settings.set);
  const features = definitions.length * settings.channels.length;
  const rows = new Float32Array(at.length * features);
  const halo = planFeatures(definitions).halo;
  for (const { rect: tile, members } of coverPixels(at, width, halo)) {
    context.throwIfCancelled();
    const rect = haloRect(tile, halo, width, height);
    const block = await file.read({ plane, level: 0, rect, channels: settings.channels });
    const { kernels, value: extractor } = prepared(`sample ${settings.set} ${settings.channels.length}`, (fresh) =>
      createFeatureExtractor(fresh, {
        set: settings.set,
        channels: settings.channels.length,
        maxWidth: LABEL_TILE,
        maxHeight: LABEL_TILE,
      }),
    );
    extractor.loadInput(block, { tile, imageWidth: width, imageHeight: height });
    const places = Float64Array.from(members, (i) => {
      const y = Math.floor(at[i]! / width);
      return (y - tile.y) * tile.width + at[i]! - y * width - tile.x;
    });
    const some = sampleRows(kernels.arena, extractor, tile.width, places);
    for (const [n, i] of members.entries()) rows.set(some.subarray(n * features, (n + 1) * features), i * features);
  }
  return { rows };
}
