import { resolve } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import { composeProject } from '../../compose-project.ts';
import { filesOfImages } from '../../services/images/files-of-images.ts';
import { exportLabels } from '../../services/labels/export-labels.ts';
import type { Command } from '../command.ts';
import { flagOption, requiredOption, textOption, threadsOption } from '../option-values.ts';
import { parseOptions } from '../parse-options.ts';
import { createProgressLine } from '../progress-line.ts';
import { projectImage } from '../project-image.ts';

export const labelsExport: Command = {
  name: 'labels export',
  summary: 'writes the labels of an image of a project to a label image',
  help: `grove labels export --project FILE.grove --image NAME --out LABELS.ome.tif

Writes 8-bit labels, k = the k-th class, 0 = unlabelled, with the pixel size of the image.

  --project FILE        project; it may be open in a window
  --image NAME          image of the project, by name, path or number from 1; the only one when left out
  --out FILE            .ome.tif, .ome.zarr, .png for one plane, or a place labels/NAME inside an OME-Zarr:
                        image.ome.zarr/labels/cells
  --subset TEXT         planes, as ZEN writes them, counted from 1: 'Z(1-5)|T(3)'; all when left out
  --threads N           worker threads; all of the machine when left out
  --json                one JSON object on standard output
`,
  async run(args, { stdout, stderr, signal }) {
    const text = { type: 'string' } as const;
    const options = { project: text, image: text, out: text, subset: text, threads: text, json: { type: 'boolean' } } as const;
    const given = parseOptions(args, options, 'labels export');
    if (given.positionals.length > 0) throw new GroveError('invalid-input', `'${given.positionals[0]}' belongs to no option.`);
    const path = resolve(requiredOption(given, 'project', 'the project'));
    const out = resolve(requiredOption(given, 'out', 'the label image to write'));
    const { engine, store, close } = await composeProject(path, { ...threadsOption(given), readOnly: true });
    const line = createProgressLine(stderr);
    try {
      const image = projectImage(path, store.images(), textOption(given, 'image'));
      const inputs = [path, ...(await filesOfImages(engine.pool, store.images(), { signal }))];
      const request = { image, path: out, subset: textOption(given, 'subset') ?? '', inputs };
      const done = await exportLabels(store, request, engine, {
        signal,
        progress: ({ stage, done: parts, total, secondsLeft }) => line.show(stage, parts, total, secondsLeft),
      });
      line.end();
      stdout.write(flagOption(given, 'json') ? `${JSON.stringify(done)}\n` : `${done.path}\n`);
    } finally {
      line.end();
      await close();
    }
  },
};
