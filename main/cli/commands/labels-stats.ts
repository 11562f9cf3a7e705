import { resolve } from 'node:path';
import { labelStatistics, statisticsAsCsv } from '../../services/labels/label-statistics.ts';
import type { Command } from '../command.ts';
import { flagOption, requiredOption, textOption } from '../option-values.ts';
import { optionsOnly } from '../parse-options.ts';
import { projectImage } from '../project-image.ts';
import { withProject } from '../with-engine.ts';

export const labelsStats: Command = {
  name: 'labels stats',
  summary: 'counts the labelled pixels of a project by image, plane and class',
  help: `grove labels stats --project FILE.grove

Prints comma-separated values: image, scene, t, z (counted from 1), class, pixels, and their share of the plane.

  --project FILE        project; it may be open in a window
  --image NAME          only this image, by name, path or number from 1
  --json                one JSON object on standard output
`,
  async run(args, environment) {
    const text = { type: 'string' } as const;
    const given = optionsOnly(args, { project: text, image: text, json: { type: 'boolean' } }, 'labels stats');
    const path = resolve(requiredOption(given, 'project', 'the project'));
    await withProject(environment, path, { threads: 1, readOnly: true }, async ({ store, call, print }) => {
      const wanted = textOption(given, 'image');
      const images = wanted === undefined ? store.images() : [projectImage(path, store.images(), wanted)];
      const counted = await labelStatistics(store, images, call);
      print(flagOption(given, 'json') ? `${JSON.stringify(counted)}\n` : statisticsAsCsv(counted));
    });
  },
};
