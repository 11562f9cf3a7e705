import { resolve } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import { composeProject } from '../../compose-project.ts';
import { labelStatistics, statisticsAsCsv } from '../../services/labels/label-statistics.ts';
import type { Command } from '../command.ts';
import { flagOption, requiredOption, textOption } from '../option-values.ts';
import { parseOptions } from '../parse-options.ts';
import { createProgressLine } from '../progress-line.ts';
import { projectImage } from '../project-image.ts';

export const labelsStats: Command = {
  name: 'labels stats',
  summary: 'counts the labelled pixels of a project by image, plane and class',
  help: `grove labels stats --project FILE.grove

Prints comma-separated values: image, scene, t, z (counted from 1), class, pixels, and their share of the plane.

  --project FILE        project; it may be open in a window
  --image NAME          only this image, by name, path or number from 1
  --json                one JSON object on standard output
`,
  async run(args, { stdout, stderr, signal }) {
    const text = { type: 'string' } as const;
    const given = parseOptions(args, { project: text, image: text, json: { type: 'boolean' } }, 'labels stats');
    if (given.positionals.length > 0) throw new GroveError('invalid-input', `'${given.positionals[0]}' belongs to no option.`);
    const path = resolve(requiredOption(given, 'project', 'the project'));
    const { store, close } = await composeProject(path, { threads: 1, readOnly: true });
    const line = createProgressLine(stderr);
    try {
      const wanted = textOption(given, 'image');
      const images = wanted === undefined ? store.images() : [projectImage(path, store.images(), wanted)];
      const progress = ({ stage, done, total }: { stage: string; done: number; total: number }): void =>
        line.show(stage, done, total);
      const counted = await labelStatistics(store, images, { signal, progress });
      line.end();
      stdout.write(flagOption(given, 'json') ? `${JSON.stringify(counted)}\n` : statisticsAsCsv(counted));
    } finally {
      line.end();
      await close();
    }
  },
};
