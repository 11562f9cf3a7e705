import type { Progress } from '#contract/contract.ts';
import type { MergeCounts } from '#core/labels/merge-label-sets.ts';
import { GroveError } from '#core/model/error.ts';
import { FIRST_PLANE } from '#core/model/image.ts';
import type { MergeRule } from '#core/model/label.ts';
import { partOf } from '../export/export-request.ts';
import { filesOfImages } from '../images/files-of-images.ts';
import { checkOutputFile } from '../output-file.ts';
import { checkResultEnding, writeResult } from '../write-result.ts';
import { type LabelWriting, labelResult } from './export-labels.ts';
import type { LabelReading } from './label-file.ts';
import { addCounts, NO_COUNTS, openLabelSets, readMerged } from './label-sets.ts';

export interface LabelMerge {
  /** At least two label images of the same planes, in the order of the people. */
  readonly paths: readonly string[];
  readonly rule: MergeRule;
  readonly out: string;
}

export interface MergedLabels extends MergeCounts {
  readonly path: string;
  readonly sets: number;
  readonly planes: number;
}

/**
 * Makes one label image out of those of several people for the same image, with pixel size and scenes of the first. Throws
 * 'invalid-input' for fewer than two, 'mismatch' where planes or sizes differ, and what reading and writing throw.
 */
export async function mergeLabelFiles(
  { paths, rule, out }: LabelMerge,
  means: LabelReading & LabelWriting,
  options: { readonly signal?: AbortSignal; readonly progress?: (progress: Progress) => void } = {},
): Promise<MergedLabels> {
  if (paths.length < 2) throw new GroveError('invalid-input', 'Merging takes at least two label images.');
  const run = options.signal === undefined ? {} : { signal: options.signal };
  checkResultEnding(out);
  const inputs = await filesOfImages(
    means.pool,
    paths.map((path) => ({ path })),
    run,
  );
  await checkOutputFile(out, inputs);
  const sets = await openLabelSets(paths, (first) => first, FIRST_PLANE, means, run);
  const first = sets.files[0]!;
  const partial = sets.planes.find((one) => one.sets.length < paths.length);
  if (partial !== undefined) {
    const lacking = sets.files.find((file) => !partial.sets.some((set) => set.file === file))!;
    const message = `${lacking.name} has other planes than ${first.name}; merge label images of the same planes.`;
    throw new GroveError('mismatch', message, { file: lacking.path });
  }
  const part = partOf(first, '');
  const names = sets.files.map(({ name }) => name).join(', ');
  const description = `Labels of ${names} merged by Grove ${means.appVersion} (${rule}).`;
  let counts = NO_COUNTS;
  await writeResult(
    labelResult(first, part, out, description),
    async ({ scene, z, t }, rect, signal) => {
      const of = sets.planes[(scene * part.sizeT + t) * part.sizeZ + z]!;
      const merged = await readMerged(of, rect, rule, means, { signal, priority: 3 });
      counts = addCounts(counts, merged.counts);
      return merged.labels;
    },
    { files: means.files, clock: means.clock, stage: 'Merging labels', ahead: means.pool.threads + 1, ...options },
  );
  return { path: out, sets: paths.length, planes: sets.planes.length, ...counts };
}
