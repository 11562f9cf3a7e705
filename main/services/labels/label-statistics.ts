import { setImmediate } from 'node:timers/promises';
import type { LabelStatistics, Progress } from '#contract/contract.ts';
import { countClasses } from '#core/labels/count-classes.ts';
import { cancelled } from '#core/model/error.ts';
import type { PlaneIndex } from '#core/model/image.ts';
import type { ImageRecord } from '#core/model/project.ts';
import { sceneOf } from '#core/model/scene.ts';
import type { ProjectStore } from '../ports.ts';

/** Tiles counted before others get their turn: a hundredth of a second. */
const AT_ONCE = 64;

/**
 * Labelled pixels per class of images of the project, plane by plane, planes by scene, then t, then z. Planes without labels are
 * left out, images without labels are not.
 */
export async function labelStatistics(
  store: ProjectStore,
  images: readonly ImageRecord[],
  { signal, progress }: { readonly signal?: AbortSignal; readonly progress?: (progress: Progress) => void } = {},
): Promise<LabelStatistics> {
  const classes = store.classes();
  const tiles = images.map((image) => store.labelledTiles(image.id));
  const total = tiles.reduce((sum, { length }) => sum + length, 0);
  let done = 0;
  const counted: LabelStatistics['images'][number][] = [];
  for (const [i, image] of images.entries()) {
    const planes = new Map<string, { plane: PlaneIndex; counts: Float64Array }>();
    for (const { plane, column, row } of tiles[i]!) {
      const key = `${plane.scene}/${plane.t}/${plane.z}`;
      const known = planes.get(key) ?? { plane, counts: new Float64Array(256) };
      planes.set(key, known);
      const tile = store.labelTile(image.id, plane, column, row);
      // Somebody may have erased it meanwhile.
      if (tile !== null) countClasses(tile, known.counts);
      if (++done % AT_ONCE !== 0) continue;
      progress?.({ done, total, stage: 'Counting labels', secondsLeft: null });
      await setImmediate();
      if (signal?.aborted) throw cancelled();
    }
    counted.push({
      imageId: image.id,
      name: image.name,
      planes: [...planes.values()]
        .sort(({ plane: a }, { plane: b }) => a.scene - b.scene || a.t - b.t || a.z - b.z)
        .map(({ plane, counts }) => {
          const { width, height } = sceneOf(image.info, plane.scene);
          return { plane, pixels: width * height, counts: classes.map(({ value }) => counts[value]!) };
        }),
    });
  }
  return { classes, images: counted };
}

/** The statistics as a table of comma-separated values: a row per labelled plane and class; places count from 1. */
export function statisticsAsCsv({ classes, images }: LabelStatistics): string {
  const quoted = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = ['image,scene,t,z,class,pixels,share'];
  for (const { name, planes } of images) {
    for (const { plane, pixels, counts } of planes) {
      for (const [k, count] of counts.entries()) {
        const place = [plane.scene + 1, plane.t + 1, plane.z + 1];
        lines.push([quoted(name), ...place, quoted(classes[k]!.name), count, count / pixels].join(','));
      }
    }
  }
  return `${lines.join('\n')}\n`;
}
