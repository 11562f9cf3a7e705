import { GroveError } from '#core/model/error.ts';
import { classesOf, labelsFromFiles } from '../services/training/train-from-files.ts';
import type { CommandEnvironment } from './command.ts';
import { imagePairs } from './image-pairs.ts';
import { indexListOption, integerOption, textOption, threadsOption } from './option-values.ts';
import type { GivenOptions } from './parse-options.ts';
import { planeOption } from './plane-option.ts';
import { type CommandWork, withEngine } from './with-engine.ts';

const text = { type: 'string' } as const;
const many = { type: 'string', multiple: true } as const;
const flag = { type: 'boolean' } as const;

/** Options of commands that look at labels without keeping a model. */
export const JUDGING_OPTIONS = {
  ...{ image: many, labels: many, plane: text, features: many, channels: text, trees: text, seed: text, scale: text },
  ...{ folds: text, threads: text, json: flag },
} as const;

export const JUDGING_HELP = `  --image FILE          image with labels; may be repeated, each with its --labels
  --labels FILE         its labels, as for 'grove pixel train'
  --plane TEXT          plane that labels of a single plane belong to
  --channels 0,2        channels to look at, counted from 0; all when left out
  --trees N             number of trees, 25 when left out
  --seed N              seed of the random numbers, 0 when left out
  --scale px|um         what the scales of features count in
  --folds N             parts of the labels that are tested in turn, at most; 5 when left out
  --threads N           worker threads; all of the machine when left out
  --json                one JSON object on standard output
`;

/** Reads --scale. Throws GroveError 'invalid-input'. */
export function scaleOption(given: GivenOptions): 'px' | 'um' {
  const value = textOption(given, 'scale') ?? 'px';
  if (value === 'px' || value === 'um') return value;
  throw new GroveError('invalid-input', `--scale must be px or um, not '${value}'.`);
}

/** Opens images and labels, does `judge` with them and closes everything. Throws GroveError 'invalid-input' without images. */
export async function withLabels<Result>(
  given: GivenOptions,
  environment: CommandEnvironment,
  judge: (request: JudgingRequest, means: CommandWork) => Promise<Result>,
): Promise<Result> {
  const pairs = imagePairs(given);
  if (pairs.length === 0) throw new GroveError('invalid-input', '--image is missing: give at least one image and its --labels.');
  const plane = textOption(given, 'plane') === undefined ? null : planeOption(given);
  const settings = {
    channels: indexListOption(given, 'channels') ?? null,
    trees: integerOption(given, 'trees', 25, 1, 1000),
    seed: integerOption(given, 'seed', 0, 0, 2 ** 32 - 1),
    scale: scaleOption(given),
    folds: integerOption(given, 'folds', 5, 2, 100),
  };
  return withEngine(environment, threadsOption(given), async (means) => {
    const { engine, call } = means;
    const sources = await labelsFromFiles({ pairs, ...(plane !== null && { plane }) }, engine, call);
    return judge({ ...settings, sources, classes: classesOf(sources, null) }, means);
  });
}

type JudgingRequest = {
  readonly sources: Awaited<ReturnType<typeof labelsFromFiles>>;
  readonly classes: ReturnType<typeof classesOf>;
  readonly channels: readonly number[] | null;
  readonly trees: number;
  readonly seed: number;
  readonly scale: 'px' | 'um';
  readonly folds: number;
};
