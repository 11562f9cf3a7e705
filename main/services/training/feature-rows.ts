import { featureSetPlanes } from '#core/model/feature-set-id.ts';
import type { FeatureSettings } from '#core/model/features.ts';
import { sceneOf } from '#core/model/scene.ts';
import { createBudgetedCache } from '../budgeted-cache.ts';
import type { ImageSources } from '../images/image-sources.ts';
import type { ComputePool, ImageSource, RunOptions } from '../ports.ts';
import { runAhead } from '../run-ahead.ts';
import { featureScale } from './feature-scale.ts';
import type { LabelSource } from './label-source.ts';
import { sampleScaled } from './sample-scaled.ts';

/** The pixels of one label tile that training uses: places as y * width + x of the image, ascending, and their class. */
export interface ChosenPixels {
  readonly source: LabelSource;
  readonly column: number;
  readonly row: number;
  readonly at: Float64Array;
  readonly classes: Uint8Array;
  /** `at` and some more, ascending, whose features may be wanted soon. */
  wider(): Float64Array;
  /** True where they are wanted this once: what is remembered of the tile stays. */
  readonly passing?: boolean;
}

/** Computes the features of chosen pixels and remembers them, so that a new stroke costs only the tiles it touches. */
export interface FeatureRows {
  /** Shape (pixels, features), row-major, the tiles one after another; in shared memory. */
  collect(chosen: readonly ChosenPixels[], settings: FeatureSettings, options: RunOptions): Promise<Float32Array>;
}

interface KnownRows {
  readonly at: Float64Array;
  readonly rows: Float32Array;
}

const KEEP_BYTES = 64 * 2 ** 20;

export function createFeatureRows(pool: ComputePool, sources: ImageSources): FeatureRows {
  const cache = createBudgetedCache<KnownRows>(KEEP_BYTES);

  async function rowsOf(chosen: ChosenPixels, settings: FeatureSettings, options: RunOptions): Promise<Float32Array> {
    const { image, plane } = chosen.source;
    const place = [plane.scene, plane.z, plane.t, chosen.column, chosen.row].join('.');
    const scale = featureScale(settings, image);
    const key = [image.contentHash, place, settings.set, settings.channels.join('.'), scale?.x, scale?.y].join('|');
    const known = cache.get(key);
    const found = known === undefined ? null : pick(known, chosen.at);
    if (found !== null) return found;
    const at = chosen.wider();
    const source = await sources.of(image, options);
    const sample = async (from: ImageSource, places: Float64Array): Promise<Float32Array> =>
      (await pool.run('features.sample', { labelled: { source: from, plane, at: places }, settings }, options)).rows;
    const rows =
      scale === undefined
        ? await sample(source, at)
        : await sampleScaled(at, sceneOf(image.info, plane.scene), scale, (places) =>
            sample({ kind: 'scaled', of: source, scale }, places),
          );
    if (!chosen.passing) cache.set(key, { at, rows }, rows.byteLength + at.byteLength);
    return pick({ at, rows }, chosen.at)!;
  }

  return {
    async collect(chosen, settings, { signal, priority = 1, onProgress }) {
      const features = featureSetPlanes(settings.set) * settings.channels.length;
      const pixels = chosen.reduce((sum, tile) => sum + tile.at.length, 0);
      const all = new Float32Array(new SharedArrayBuffer(4 * pixels * features));
      let filled = 0;
      let done = 0;
      await runAhead(
        chosen,
        2 * pool.threads,
        (tile, inner) => rowsOf(tile, settings, { signal: inner, priority }),
        (rows) => {
          all.set(rows, filled);
          filled += rows.length;
          done++;
          onProgress?.(done, chosen.length);
        },
        signal,
      );
      return all;
    },
  };
}

/** The rows of the given places, when all of them are known. */
function pick(known: KnownRows, at: Float64Array): Float32Array | null {
  if (at.length === known.at.length && at.every((place, i) => place === known.at[i])) return known.rows;
  const features = known.rows.length / known.at.length;
  const rows = new Float32Array(at.length * features);
  let from = 0;
  for (let i = 0; i < at.length; i++) {
    while (from < known.at.length && known.at[from]! < at[i]!) from++;
    if (known.at[from] !== at[i]) return null;
    for (let k = 0; k < features; k++) rows[i * features + k] = known.rows[from * features + k]!;
  }
  return rows;
}
