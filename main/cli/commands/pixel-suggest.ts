import { canonicalFeatureSet } from '#core/model/feature-set-id.ts';
import { USUAL_SETS } from '#core/model/trial.ts';
import { suggestSetting } from '../../services/training/suggest-setting.ts';
import { commonReach } from '../../services/training/trial.ts';
import type { Command } from '../command.ts';
import { flagOption, repeatedOption } from '../option-values.ts';
import { optionsOnly } from '../parse-options.ts';
import { JUDGING_HELP, JUDGING_OPTIONS, withLabels } from '../training-options.ts';
import { settingText, trialObject, trialTable } from '../trial-table.ts';

export const pixelSuggest: Command = {
  name: 'pixel suggest',
  summary: 'says which features and which CRF suit images and labels best',
  help: `grove pixel suggest --image A --labels A_LABELS.png [--image B --labels B_LABELS.png …]

Judges feature sets by blocks of the labels that are kept apart (see 'grove pixel validate'), the same blocks for all. The best
comes first; of sets that differ by less than one percent the one with the fewest features. Then finds out whether a CRF of
strength 50 or 100 helps the best one. With several images 'new images' says what a set is worth on images it has not seen.

  --features SET        set to judge, as for 'grove pixel train'; may be repeated; one of each kind when left out
${JUDGING_HELP}`,
  async run(args, environment) {
    const given = optionsOnly(args, JUDGING_OPTIONS, 'pixel suggest');
    const asked = repeatedOption(given, 'features');
    const sets = [...new Set((asked.length === 0 ? USUAL_SETS : asked).map(canonicalFeatureSet))];
    const { ranked, suggested } = await withLabels(given, environment, (request, { engine, call }) => {
      const { channels, trees, scale, ...ground } = request;
      const settings = sets.map((set) => ({ set, channels, trees, scale, crf: 0 }));
      return suggestSetting(settings, { ...ground, reach: commonReach(settings, ground.sources) }, engine, call);
    });
    if (flagOption(given, 'json')) {
      const object = { suggested: trialObject(suggested), ranked: ranked.map(trialObject) };
      environment.stdout.write(`${JSON.stringify(object)}\n`);
    } else environment.stdout.write(`${trialTable(ranked)}suggested: ${settingText(suggested.setting)}\n`);
  },
};
