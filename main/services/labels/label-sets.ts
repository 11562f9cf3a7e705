import { type MergeCounts, mergeLabelSets } from '#core/labels/merge-label-sets.ts';
import type { PlaneIndex, Rect } from '#core/model/image.ts';
import type { MergeRule } from '#core/model/label.ts';
import type { RunOptions } from '../ports.ts';
import {
  type LabelFile,
  type LabelledImage,
  type LabelReading,
  openLabelFile,
  planesOfLabels,
  readLabels,
} from './label-file.ts';

/** Label images of several people for the same image. */
export interface LabelSets {
  readonly files: readonly LabelFile[];
  /** Labelled planes by scene, then t, then z, each with the files that label it and the plane of each file. */
  readonly planes: readonly { readonly of: PlaneIndex; readonly sets: readonly { file: LabelFile; from: PlaneIndex }[] }[];
}

/** Opens label images in the order given. Throws what openLabelFile and planesOfLabels throw. */
export async function openLabelSets(
  paths: readonly string[],
  imageOf: LabelledImage | ((first: LabelFile) => LabelledImage),
  plane: PlaneIndex,
  reading: LabelReading,
  options: RunOptions = {},
): Promise<LabelSets> {
  const files: LabelFile[] = [];
  for (const path of paths) files.push(await openLabelFile(path, reading, options));
  const image = typeof imageOf === 'function' ? imageOf(files[0]!) : imageOf;
  const planes = new Map<string, { of: PlaneIndex; sets: { file: LabelFile; from: PlaneIndex }[] }>();
  for (const file of files) {
    for (const { from, of } of planesOfLabels(file, image, plane)) {
      const key = `${of.scene}/${of.t}/${of.z}`;
      const known = planes.get(key) ?? { of, sets: [] };
      known.sets.push({ file, from });
      planes.set(key, known);
    }
  }
  const ordered = [...planes.values()].sort(({ of: a }, { of: b }) => a.scene - b.scene || a.t - b.t || a.z - b.z);
  return { files, planes: ordered };
}

/** One set of class numbers of a rectangle of a plane, shape (height, width), out of those of all its files. */
export async function readMerged(
  { sets }: LabelSets['planes'][number],
  rect: Rect,
  rule: MergeRule,
  reading: LabelReading,
  options: RunOptions = {},
): Promise<{ readonly labels: Uint8Array; readonly counts: MergeCounts }> {
  const read = await Promise.all(sets.map(({ file, from }) => readLabels(file, from, rect, reading, options)));
  const labels = new Uint8Array(rect.width * rect.height);
  return { labels, counts: mergeLabelSets(read, rule, labels) };
}

export const NO_COUNTS: MergeCounts = { disagreeing: 0, partly: 0, labelled: 0 };

export function addCounts(a: MergeCounts, b: MergeCounts): MergeCounts {
  return { disagreeing: a.disagreeing + b.disagreeing, partly: a.partly + b.partly, labelled: a.labelled + b.labelled };
}
