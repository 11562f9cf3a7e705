import { canonicalFeatureSet, featureSetLabel } from '#core/model/feature-set-id.ts';
import { suggestFeatures } from '../../services/training/suggest-features.ts';
import type { Command } from '../command.ts';
import { flagOption, repeatedOption } from '../option-values.ts';
import { optionsOnly } from '../parse-options.ts';
import { JUDGING_HELP, JUDGING_OPTIONS, withLabels } from '../training-options.ts';

const USUAL = ['basic25', 'basic33', 'multiscale', 'scattering'];

export const pixelSuggest: Command = {
  name: 'pixel suggest',
  summary: 'says which features suit images and labels best',
  help: `grove pixel suggest --image A --labels A_LABELS.png [--image B --labels B_LABELS.png …]

Judges feature sets as 'grove pixel validate' does, the best first; of sets that are equally good the fastest.

  --features SET        set to judge, as for 'grove pixel train'; may be repeated; ${USUAL.join(', ')} when left out
${JUDGING_HELP}`,
  async run(args, environment) {
    const given = optionsOnly(args, JUDGING_OPTIONS, 'pixel suggest');
    const asked = repeatedOption(given, 'features');
    const sets = [...new Set((asked.length === 0 ? USUAL : asked).map(canonicalFeatureSet))];
    const judged = await withLabels(given, environment, (request, { engine, call }) =>
      suggestFeatures({ ...request, sets }, engine, call),
    );
    if (flagOption(given, 'json')) {
      environment.stdout.write(`${JSON.stringify(judged)}\n`);
      return;
    }
    for (const { set, meanIou, seconds } of judged) {
      const name = `${featureSetLabel(set)}`.padEnd(24);
      environment.stdout.write(
        `${name} mean IoU ${(100 * meanIou).toFixed(1).padStart(5)} %  ${seconds.toFixed(1).padStart(6)} s  ${set}\n`,
      );
    }
  },
};
