import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { ClassifierInfo, PixelClassifier } from '#core/model/classifier.ts';
import { GroveError } from '#core/model/error.ts';
import type { FeatureSetId } from '#core/model/features.ts';
import { FIRST_PLANE, type PlaneIndex } from '#core/model/image.ts';
import { CLASS_COLORS } from '#core/model/label.ts';
import { type IndexRange, selectPlanes } from '#core/model/subset.ts';
import { tellConversion } from '../conversion/tell-conversion.ts';
import type { ImageSources } from '../images/image-sources.ts';
import type { ComputePool, RunOptions } from '../ports.ts';
import type { TrainingClass } from './check-training.ts';
import { readLabelImage } from './label-image.ts';
import type { LabelSource, TrainingImage } from './label-source.ts';
import { type TrainingMeans, type TrainingOptions, trainClassifier } from './train-classifier.ts';

/** Training without a project. */
export interface FileTraining {
  readonly pairs: readonly { readonly image: string; readonly labels: string }[];
  readonly set: FeatureSetId;
  readonly channels: readonly number[] | null;
  readonly trees: number;
  readonly seed: number;
  /** What the scales of features are tied to; pixels when left out. */
  readonly scale?: 'px' | 'um';
  /** In the order of their numbers; 'Class 1', 'Class 2', … when null. */
  readonly classNames: readonly string[] | null;
  readonly name?: string;
  /** Plane that label images of a single plane belong to; the first when left out. */
  readonly plane?: PlaneIndex;
}

/**
 * Trains from image files and label images of their size. There are as many classes as the highest label says, or as names are
 * given. Throws what readLabelImage and trainClassifier throw.
 */
export async function trainFromFiles(
  training: FileTraining,
  means: TrainingMeans & { readonly sources: ImageSources },
  options: TrainingOptions = {},
): Promise<PixelClassifier> {
  const sources = await labelsFromFiles(training, means, options);
  const classes = classesOf(sources, training.classNames);
  const { set, channels, trees, seed, scale = 'px', name = 'Pixel classifier' } = training;
  const request = { sources, classes, set, channels, trees, seed, scale, name, description: '', version: 1, newId: contentId };
  return trainClassifier(request, means, options);
}

/** The labels of pairs of image and label files. Throws what readLabelImage throws. */
export async function labelsFromFiles(
  { pairs, plane }: Pick<FileTraining, 'pairs' | 'plane'>,
  means: Pick<TrainingMeans, 'pool' | 'clock'> & { readonly sources: ImageSources },
  options: TrainingOptions = {},
): Promise<LabelSource[]> {
  const run: RunOptions = options.signal ? { signal: options.signal } : {};
  const sources: LabelSource[] = [];
  for (const [i, { image, labels }] of pairs.entries()) {
    options.progress?.({ stage: 'Reading images', done: i, total: pairs.length, secondsLeft: null });
    const opened = await trainingImage(means.pool, image, tellConversion(options, means.clock));
    const labelled = checkedPlane(opened, plane ?? FIRST_PLANE);
    sources.push(...(await readLabelImage(labels, opened, labelled, means, run)));
  }
  return sources;
}

async function trainingImage(pool: ComputePool, path: string, options: RunOptions): Promise<TrainingImage> {
  const info = await pool.run('image.open', { path }, options);
  const { hash } = await pool.run('image.hash', { path }, options);
  return { path, name: basename(path), contentHash: hash, info };
}

/** The plane, which is told to users counted from 1. Throws GroveError 'invalid-input' where the image has none there. */
function checkedPlane({ name, info }: TrainingImage, plane: PlaneIndex): PlaneIndex {
  const only = (place: number): readonly IndexRange[] => [{ first: place, last: place }];
  selectPlanes(name, info, { scene: only(plane.scene), z: only(plane.z), t: only(plane.t) });
  return plane;
}

/** As many classes as the highest label says, or as names are given. Throws GroveError 'invalid-input'. */
export function classesOf(sources: readonly LabelSource[], names: readonly string[] | null): TrainingClass[] {
  let highest = 0;
  for (const { tiles, read } of sources) {
    for (const { column, row } of tiles) for (const value of read(column, row) ?? []) if (value > highest) highest = value;
  }
  if (names !== null && names.length < highest) {
    const message = `The labels hold ${highest} classes but only ${names.length} names are given; name them all or none.`;
    throw new GroveError('invalid-input', message);
  }
  if (names?.some((name) => name === ''))
    throw new GroveError('invalid-input', 'A class has an empty name; give every class one.');
  const count = Math.max(highest, names?.length ?? 0);
  return Array.from({ length: count }, (_, k) => ({
    value: k + 1,
    name: names?.[k] ?? `Class ${k + 1}`,
    color: CLASS_COLORS[k % CLASS_COLORS.length]!,
  }));
}

/** A UUID (version 8) out of everything that determines the model: trained again from the same files it has the same id. */
export function contentId({ created: _, report: __, trainingImages: ___, ...determined }: Omit<ClassifierInfo, 'id'>): string {
  const hex = createHash('sha256').update(JSON.stringify(determined)).digest('hex');
  const variant = ((Number.parseInt(hex[16]!, 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
