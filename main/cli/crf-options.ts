import { type CrfSettings, USUAL_CRF_STRENGTH } from '#core/model/crf.ts';
import { GroveError } from '#core/model/error.ts';
import { choiceOption, integerOption, textOption } from './option-values.ts';
import type { GivenOptions, OptionSpecs } from './parse-options.ts';

/** Options of the dense conditional random field behind a segmentation. */
export const CRF_OPTIONS: OptionSpecs = { crf: { type: 'string' }, 'crf-confidence': { type: 'string' } };

export const CRF_HELP = `  --crf [STRENGTH]      lets neighbours of like brightness agree on their class (dense conditional random field),
                        0 = off … 100; ${USUAL_CRF_STRENGTH} when no number follows. Probabilities are then those after it
  --crf-confidence W    after: confidence is 100 % everywhere, since a decision was made (when left out);
                        before: that of the model, for --confidence and --min-confidence
`;

/** The arguments with the strength written out where --crf stands without one. */
export function withCrfStrength(args: readonly string[]): string[] {
  const plain: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const next = args[i + 1];
    if (args[i] !== '--crf') plain.push(args[i]!);
    else if (next === undefined || /^-\D/.test(next)) plain.push(`--crf=${USUAL_CRF_STRENGTH}`);
    else {
      plain.push(`--crf=${next}`);
      i++;
    }
  }
  return plain;
}

/** Reads CRF_OPTIONS. Throws 'invalid-input'. */
export function crfOption(given: GivenOptions): CrfSettings {
  if (given.values.crf === '') throw new GroveError('invalid-input', "--crf must be a whole number from 0 to 100, not ''.");
  const strength = integerOption(given, 'crf', 0, 0, 100);
  const confidence = choiceOption(given, 'crf-confidence', ['after', 'before'] as const, 'after');
  if (textOption(given, 'crf-confidence') !== undefined && textOption(given, 'crf') === undefined) {
    throw new GroveError('invalid-input', '--crf-confidence says which confidence --crf leaves: give --crf too.');
  }
  return { strength, confidence };
}
