import { GroveError } from '#core/model/error.ts';
import { composeEngine, type Engine, type EngineCall } from '../compose-engine.ts';
import { classesOf, labelsFromFiles } from '../services/training/train-from-files.ts';
import { imagePairs } from './image-pairs.ts';
import { indexListOption, integerOption, textOption, threadsOption } from './option-values.ts';
import type { GivenOptions } from './parse-options.ts';
import { planeOption } from './plane-option.ts';
import { createProgressLine, type ProgressOutput } from './progress-line.ts';

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
  { stderr, signal }: { readonly stderr: ProgressOutput; readonly signal: AbortSignal },
  judge: (request: JudgingRequest, engine: Engine, call: EngineCall) => Promise<Result>,
): Promise<Result> {
  if (given.positionals.length > 0) throw new GroveError('invalid-input', `'${given.positionals[0]}' belongs to no option.`);
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
  const engine = composeEngine({ ...threadsOption(given) });
  const line = createProgressLine(stderr);
  const call: EngineCall = {
    signal,
    progress: ({ stage, done, total, secondsLeft }) => line.show(stage, done, total, secondsLeft),
  };
  try {
    const sources = await labelsFromFiles({ pairs, ...(plane !== null && { plane }) }, engine, call);
    const result = await judge({ ...settings, sources, classes: classesOf(sources, null) }, engine, call);
    line.end();
    return result;
  } finally {
    line.end();
    await engine.close();
  }
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
