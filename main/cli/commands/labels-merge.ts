import { resolve } from 'node:path';
import { mergeLabelFiles } from '../../services/labels/merge-label-files.ts';
import type { Command } from '../command.ts';
import { choiceOption, flagOption, requiredOption, threadsOption } from '../option-values.ts';
import { parseOptions } from '../parse-options.ts';
import { withEngine } from '../with-engine.ts';

export const labelsMerge: Command = {
  name: 'labels merge',
  summary: 'makes one label image out of those of several people',
  help: `grove labels merge A.png B.png [C.png …] --out MERGED.ome.tif

Label images of the same image, 0 = unlabelled, k = class k. Says in how many pixels they disagree.

  --rule RULE           majority (the class with the most votes, 0 where two have as many), first (the first that
                        labels a pixel) or agree (where all give the same class); majority when left out
  --out FILE            .ome.tif, .ome.zarr, or .png for one plane
  --threads N           worker threads; all of the machine when left out
  --json                one JSON object on standard output
`,
  async run(args, environment) {
    const text = { type: 'string' } as const;
    const given = parseOptions(args, { rule: text, out: text, threads: text, json: { type: 'boolean' } }, 'labels merge');
    const request = {
      paths: given.positionals.map((path) => resolve(path)),
      rule: choiceOption(given, 'rule', ['majority', 'first', 'agree'] as const, 'majority'),
      out: resolve(requiredOption(given, 'out', 'the label image to write')),
    };
    await withEngine(environment, threadsOption(given), async ({ engine, call, print }) => {
      const done = await mergeLabelFiles(request, engine, call);
      if (flagOption(given, 'json')) print(`${JSON.stringify(done)}\n`);
      else {
        const { path, disagreeing, partly, labelled } = done;
        print(`${path}: ${labelled} pixels labelled, ${disagreeing} disagreed, ${partly} labelled by some only\n`);
      }
    });
  },
};
