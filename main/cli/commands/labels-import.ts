import { resolve } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import { importLabels } from '../../services/labels/import-labels.ts';
import type { Command } from '../command.ts';
import { choiceOption, flagOption, repeatedOption, requiredOption, textOption, threadsOption } from '../option-values.ts';
import { optionsOnly } from '../parse-options.ts';
import { planeOption } from '../plane-option.ts';
import { projectImage } from '../project-image.ts';
import { withProject } from '../with-engine.ts';

export const labelsImport: Command = {
  name: 'labels import',
  summary: 'puts label images into the labels of an image of a project',
  help: `grove labels import --project FILE.grove --image NAME --labels FILE [--labels FILE …]

Label images are grey, of 8 or 16 bits, and as large as the image: 0 = unlabelled, k = the k-th class; classes that are
missing are added. They have the scenes, Z planes and time points of the image, or a single plane (see --plane). It is
one step for undo.

  --project FILE        project, which must not be open in a window
  --image NAME          image of the project, by name, path or number from 1; the only one when left out
  --labels FILE         PNG, TIFF, OME-TIFF or OME-Zarr, also one with a label image inside; may be repeated for the
                        labels of several people
  --rule RULE           of several: majority (0 where two classes have as many votes), first (the first that labels a
                        pixel) or agree (where all give the same class); majority when left out
  --mode MODE           merge (0 keeps what is there) or replace (0 erases it); merge when left out
  --plane TEXT          plane that labels of a single plane belong to, counted from 1: 'Z(3)|T(1)'
  --threads N           worker threads; all of the machine when left out
  --json                one JSON object on standard output
`,
  async run(args, environment) {
    const text = { type: 'string' } as const;
    const labels = { type: 'string', multiple: true } as const;
    const options = { project: text, image: text, labels, rule: text, mode: text, plane: text, threads: text };
    const given = optionsOnly(args, { ...options, json: { type: 'boolean' } }, 'labels import');
    const path = resolve(requiredOption(given, 'project', 'the project'));
    const paths = repeatedOption(given, 'labels').map((one) => resolve(one));
    if (paths.length === 0) throw new GroveError('invalid-input', '--labels is missing: give at least one label image.');
    const choices = {
      rule: choiceOption(given, 'rule', ['majority', 'first', 'agree'] as const, 'majority'),
      mode: choiceOption(given, 'mode', ['merge', 'replace'] as const, 'merge'),
      plane: planeOption(given),
    };
    await withProject(environment, path, threadsOption(given), async ({ engine, store, call, print }) => {
      const image = projectImage(path, store.images(), textOption(given, 'image'));
      const { change: _, ...done } = await importLabels(store, { image, paths, planes: 'all', ...choices }, engine, call);
      if (flagOption(given, 'json')) print(`${JSON.stringify({ project: path, image: image.name, ...done })}\n`);
      else {
        const disagree = paths.length > 1 ? `, ${done.disagreeing} pixels disagreed` : '';
        print(`${image.name}: ${done.labelled} pixels on ${done.planes} planes labelled${disagree}\n`);
      }
    });
  },
};
