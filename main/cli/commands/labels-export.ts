import { resolve } from 'node:path';
import { filesOfImages } from '../../services/images/files-of-images.ts';
import { exportLabels } from '../../services/labels/export-labels.ts';
import type { Command } from '../command.ts';
import { flagOption, requiredOption, textOption, threadsOption } from '../option-values.ts';
import { optionsOnly } from '../parse-options.ts';
import { projectImage } from '../project-image.ts';
import { withProject } from '../with-engine.ts';

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
  async run(args, environment) {
    const text = { type: 'string' } as const;
    const options = { project: text, image: text, out: text, subset: text, threads: text, json: { type: 'boolean' } } as const;
    const given = optionsOnly(args, options, 'labels export');
    const path = resolve(requiredOption(given, 'project', 'the project'));
    const out = resolve(requiredOption(given, 'out', 'the label image to write'));
    await withProject(environment, path, { ...threadsOption(given), readOnly: true }, async ({ engine, store, call, print }) => {
      const image = projectImage(path, store.images(), textOption(given, 'image'));
      const inputs = [path, ...(await filesOfImages(engine.pool, store.images(), { signal: call.signal }))];
      const request = { image, path: out, subset: textOption(given, 'subset') ?? '', inputs };
      const done = await exportLabels(store, request, engine, call);
      print(flagOption(given, 'json') ? `${JSON.stringify(done)}\n` : `${done.path}\n`);
    });
  },
};
