import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import * as schemas from '#contract/schemas.ts';
import { GroveError } from '#core/model/error.ts';
import { rankTrials, type TrialSetting } from '#core/model/trial.ts';
import { runTrials } from '../../services/training/suggest-setting.ts';
import { commonReach } from '../../services/training/trial.ts';
import type { Command } from '../command.ts';
import { imagePairs } from '../image-pairs.ts';
import { flagOption, requiredOption, textOption } from '../option-values.ts';
import { optionsOnly } from '../parse-options.ts';
import { planeOption } from '../plane-option.ts';
import { JUDGING_HELP, JUDGING_OPTIONS, withLabels } from '../training-options.ts';
import { settingText, trialObject, trialTable } from '../trial-table.ts';

export const pixelTournament: Command = {
  name: 'pixel tournament',
  summary: 'tries settings of a pixel classifier on the same images and labels',
  help: `grove pixel tournament --settings FILE.json --image A --labels A_LABELS.png [--image B --labels B_LABELS.png …]

Tests each setting on the same parts of the labels that are kept apart, and prints score, time and memory, the best first; of
settings that differ by less than one percent the one with the fewest features. FILE.json holds a list, such as

  [{"set": "basic25"}, {"set": "multiscale", "trees": 50}, {"set": "scattering", "channels": [0], "scale": "um", "crf": 50}]

with the feature set as for 'grove pixel train'; channels (null = all), trees (25), scale (px) and crf (0) may be left out.

  --settings FILE       the settings
  --out MODEL           writes the winner, trained on all labels, to a model file
${JUDGING_HELP}`,
  async run(args, environment) {
    const text = { type: 'string' } as const;
    const given = optionsOnly(args, { ...JUDGING_OPTIONS, settings: text, out: text }, 'pixel tournament');
    for (const name of ['features', 'channels', 'trees', 'scale']) {
      if (given.values[name] !== undefined) {
        throw new GroveError('invalid-input', `--${name} does not go together with --settings, which says it of each setting.`);
      }
    }
    const settings = await readSettings(resolve(requiredOption(given, 'settings', 'a JSON file with the settings')));
    const out = textOption(given, 'out');
    const ranked = await withLabels(given, environment, async (request, { engine, call }) => {
      const { channels: _, trees: __, scale: ___, ...ground } = request;
      const reach = commonReach(settings, ground.sources);
      const trials = rankTrials(await runTrials(settings, { ...ground, reach }, engine, call));
      if (out !== undefined) {
        const { crf: ____, ...winner } = trials[0]!.setting;
        const plane = textOption(given, 'plane') === undefined ? {} : { plane: planeOption(given) };
        const training = { ...winner, ...plane, pairs: imagePairs(given), seed: request.seed, classNames: null };
        await engine.trainFromFiles(training, resolve(out), call);
      }
      return trials;
    });
    const { stdout } = environment;
    if (flagOption(given, 'json')) stdout.write(`${JSON.stringify(ranked.map(trialObject))}\n`);
    else stdout.write(`${trialTable(ranked)}best: ${settingText(ranked[0]!.setting)}\n`);
  },
};

async function readSettings(file: string): Promise<TrialSetting[]> {
  const fail = (what: string, cause?: unknown): never => {
    const message = `${file} ${what}; see 'grove pixel tournament --help' for how it must look.`;
    throw new GroveError('invalid-input', message, { file, cause });
  };
  const text = await readFile(file, 'utf8').catch((cause: unknown) => fail('cannot be read', cause));
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch (cause) {
    fail('is no JSON', cause);
  }
  if (!Array.isArray(list) || list.length === 0) fail('holds no list of settings');
  return (list as unknown[]).map((one, i) => {
    const { data, error } = schemas.trialSetting.safeParse(one);
    if (data !== undefined) return data;
    const [issue] = error!.issues;
    return fail(`has a mistake in setting ${i + 1}: ${issue!.path.join('.')} ${issue!.message}`.replace(/\.$/, ''), error);
  });
}
