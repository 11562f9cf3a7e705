import { createStratifiedCap } from '#core/forest/stratified-cap.ts';
import { LABEL_TILE } from '#core/model/label.ts';
import { sceneOf } from '#core/model/scene.ts';
import type { ChosenPixels } from './feature-rows.ts';
import type { LabelSource } from './label-source.ts';

/** Labelled pixels per class. `classOf[value]` is the class number + 1 of a value in label tiles, 0 for values of no class. */
export function countLabels(sources: readonly LabelSource[], classOf: Uint8Array, classes: number): number[] {
  const byValue = new Float64Array(256);
  for (const { tiles, read } of sources) {
    for (const { column, row } of tiles) {
      const labels = read(column, row);
      if (labels === null) continue;
      // Most pixels are unlabelled, and passing over them first is several times faster.
      for (let i = 0; i < labels.length; i++) if (labels[i] !== 0) byValue[labels[i]!]!++;
    }
  }
  const counts = new Array<number>(classes).fill(0);
  for (let value = 1; value < 256; value++) if (classOf[value]! > 0) counts[classOf[value]! - 1]! += byValue[value]!;
  return counts;
}

/**
 * The pixels that training uses, tile by tile (see createStratifiedCap), out of `offered` per class. Only chosen pixels are held
 * in memory.
 */
export function choosePixels(
  sources: readonly LabelSource[],
  classOf: Uint8Array,
  offered: readonly number[],
  seed: number,
): ChosenPixels[] {
  const cap = createStratifiedCap(offered, seed);
  const chosen: ChosenPixels[] = [];
  const at = new Float64Array(LABEL_TILE * LABEL_TILE);
  const classes = new Uint8Array(LABEL_TILE * LABEL_TILE);
  for (const source of sources) {
    const { width } = sceneOf(source.image.info, source.plane.scene);
    for (const { column, row } of source.tiles) {
      const labels = source.read(column, row);
      if (labels === null) continue;
      const corner = row * LABEL_TILE * width + column * LABEL_TILE;
      let count = 0;
      for (let i = 0; i < labels.length; i++) {
        if (labels[i] === 0) continue;
        const classPlusOne = classOf[labels[i]!]!;
        if (classPlusOne === 0 || !cap.takes(classPlusOne - 1)) continue;
        at[count] = corner + Math.floor(i / LABEL_TILE) * width + (i % LABEL_TILE);
        classes[count++] = classPlusOne - 1;
      }
      if (count > 0) chosen.push({ source, column, row, at: at.slice(0, count), classes: classes.slice(0, count) });
    }
  }
  return chosen;
}
