import { GroveError } from '#core/model/error.ts';
import type { ImageInfo } from '#core/model/image.ts';
import type { LabelSource } from './label-source.ts';

/** What training needs to know of a class before it is trained. */
export interface TrainingClass {
  readonly name: string;
  readonly color: number;
  /** Its value in label tiles. */
  readonly value: number;
}

/** Throws 'invalid-input' unless there are two classes or more and each has labels. `counts[k]`: labelled pixels of class k. */
export function checkClasses(classes: readonly TrainingClass[], counts: readonly number[]): void {
  const fail = (message: string): never => {
    throw new GroveError('invalid-input', message);
  };
  const labelled = classes.filter((_, k) => counts[k]! > 0);
  if (labelled.length === 0) fail('Nothing is labelled yet: paint some pixels of at least two classes, then train.');
  if (classes.length === 1) fail(`There is only one class, ${classes[0]!.name}: add a second one and paint both, then train.`);
  if (labelled.length === 1 && classes.length === 2) {
    const other = classes.find((one) => one !== labelled[0])!;
    fail(`Only ${labelled[0]!.name} is labelled: paint ${other.name} too, then train.`);
  }
  const empty = classes.filter((_, k) => counts[k] === 0).map((one) => one.name);
  if (empty.length > 0) {
    const [have, them] = empty.length === 1 ? ['has', 'it'] : ['have', 'them'];
    fail(`${listed(empty)} ${have} no labels: paint some pixels of ${them}, or delete ${them}, then train.`);
  }
}

/**
 * Throws unless all images have the chosen channels and go together: 'mismatch' for other numbers of channels or colour beside
 * non-colour images, 'invalid-input' for a channel that is not there.
 */
export function checkImages(sources: readonly LabelSource[], channels: readonly number[] | null): void {
  const [first, ...others] = new Set(sources.map((source) => source.image));
  if (first === undefined) return;
  for (const other of others) {
    if (other.info.channels.length === first.info.channels.length && other.info.rgb === first.info.rgb) continue;
    const message = `${first.name} has ${kindOf(first.info)} but ${other.name} has ${kindOf(other.info)}; train on images of one kind.`;
    throw new GroveError('mismatch', message, { file: other.path });
  }
  const available = first.info.channels.length;
  const absent = channels?.find((channel) => channel >= available);
  if (absent !== undefined) {
    const range = available === 1 ? 'only channel 0' : `channels 0 to ${available - 1}`;
    throw new GroveError('invalid-input', `Channel ${absent} is chosen but ${first.name} has ${range}.`, { file: first.path });
  }
}

/** 'one channel', '3 colour channels' … */
export function kindOf(info: Pick<ImageInfo, 'channels' | 'rgb'>): string {
  const count = info.channels.length;
  if (info.rgb) return `${count} colour channels`;
  return count === 1 ? 'one channel' : `${count} channels`;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
