import { GroveError } from '#core/model/error.ts';
import { canonicalFeatureSet } from '#core/model/feature-set-id.ts';
import type { Validation } from '#core/model/quality.ts';
import { crossValidate } from '../../services/training/cross-validate.ts';
import type { Command } from '../command.ts';
import { flagOption, repeatedOption } from '../option-values.ts';
import { optionsOnly } from '../parse-options.ts';
import { JUDGING_HELP, JUDGING_OPTIONS, withLabels } from '../training-options.ts';

export const pixelValidate: Command = {
  name: 'pixel validate',
  summary: 'says how well a pixel classifier does where it was not trained',
  help: `grove pixel validate --image A --labels A_LABELS.png [--image B --labels B_LABELS.png …]

Cross-validation: parts of the labels are tested by forests that were trained on the others. With several images whole images are
kept apart, with one image blocks of it, so far that no feature sees from one into another.

  --features SET        as for 'grove pixel train'; basic25 when left out
${JUDGING_HELP}`,
  async run(args, environment) {
    const given = optionsOnly(args, JUDGING_OPTIONS, 'pixel validate');
    const [features = 'basic25', more] = repeatedOption(given, 'features');
    if (more !== undefined) {
      throw new GroveError('invalid-input', "--features is given twice; 'grove pixel suggest' compares feature sets.");
    }
    const set = canonicalFeatureSet(features);
    const found = await withLabels(given, environment, async (request, { engine, call }) => ({
      names: request.classes.map(({ name }) => name),
      validation: (await crossValidate({ ...request, set }, engine, call)).validation,
    }));
    if (flagOption(given, 'json'))
      environment.stdout.write(`${JSON.stringify({ features: set, classNames: found.names, ...found.validation })}\n`);
    else environment.stdout.write(table(found.names, found.validation));
  },
};

const percent = (share: number): string => (Number.isNaN(share) ? '–' : `${(100 * share).toFixed(1)} %`).padStart(10);

function table(names: readonly string[], { by, blockPx, folds, pixels, classes, meanIou, accuracy }: Validation): string {
  const apart = by === 'image' ? 'whole images kept apart' : `blocks of ${blockPx} pixels kept apart`;
  const widest = Math.max(5, ...names.map(({ length }) => length));
  return [
    `${pixels} pixels in ${folds} folds, ${apart}`,
    `${'class'.padEnd(widest)} ${['precision', 'recall', 'IoU'].map((head) => head.padStart(10)).join('')}`,
    ...classes.map((one, k) => `${names[k]!.padEnd(widest)} ${percent(one.precision)}${percent(one.recall)}${percent(one.iou)}`),
    `mean IoU ${percent(meanIou).trim()}, ${percent(accuracy).trim()} of all pixels right`,
    '',
  ].join('\n');
}
