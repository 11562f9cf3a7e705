import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import { exportNetwork, LARGEST_TILE } from '../../services/training/export-network.ts';
import { labelsFromFiles } from '../../services/training/train-from-files.ts';
import type { Command } from '../command.ts';
import { imagePairs } from '../image-pairs.ts';
import { flagOption, integerOption, requiredOption, textOption, threadsOption } from '../option-values.ts';
import { optionsOnly } from '../parse-options.ts';
import { planeOption } from '../plane-option.ts';
import { withEngine } from '../with-engine.ts';

const LONGEST_LICENCE = 2 ** 20;

export const pixelExport: Command = {
  name: 'pixel export',
  summary: 'writes a trained pixel classifier as a network that other programs run',
  help: `grove pixel export --model CELLS.grovemodel --out CELLS.czann [options]

Writes a .czann whose network holds features and forest, so that any reader of the format gives the same classes.

  --model FILE          model file of 'grove pixel train' or of the window
  --out FILE            network to write, .czann
  --with-training-data  puts the classifier itself into the file too: 'pixel segment', 'pixel train --from' and the window
                        take it back as it was; with --image and --labels its training rows and a test image as well
  --image FILE          image it was trained on, for the size of its pixels; may be repeated, each with its --labels
  --labels FILE         its labels
  --plane TEXT          plane that labels of a single plane belong to, as for 'pixel train'
  --tile N              edge of the network's tiles in pixels; 512, or that of the smallest image, when left out.
                        Images smaller than a tile are mirrored by the program that runs the network, so keep it below theirs
  --licence FILE        text to put in as license.txt
  --threads N           worker threads; all of the machine when left out
  --json                one JSON object on standard output
`,
  async run(args, environment) {
    const text = { type: 'string' } as const;
    const many = { type: 'string', multiple: true } as const;
    const flag = { type: 'boolean' } as const;
    const given = optionsOnly(
      args,
      {
        ...{ model: text, out: text, image: many, labels: many, plane: text, tile: text, licence: text, threads: text },
        ...{ 'with-training-data': flag, json: flag },
      },
      'pixel export',
    );
    const model = resolve(requiredOption(given, 'model', 'the model file'));
    const out = resolve(requiredOption(given, 'out', 'the network to write'));
    if (!/\.czann$/i.test(out)) {
      throw new GroveError('invalid-input', `--out must end in .czann, not '${textOption(given, 'out')}'.`);
    }
    const tile = integerOption(given, 'tile', 0, 1, LARGEST_TILE);
    const pairs = imagePairs(given);
    const licenceFile = textOption(given, 'licence');
    const licence = licenceFile === undefined ? null : await readLicence(resolve(licenceFile));
    await withEngine(environment, threadsOption(given), async ({ engine, call, print, note }) => {
      const classifier = await engine.modelFiles.read(model);
      const plane = textOption(given, 'plane') === undefined ? null : planeOption(given);
      const sources = await labelsFromFiles({ pairs, ...(plane !== null && { plane }) }, engine, call);
      const request = {
        ...{ classifier, path: out, sources, licence },
        tile: tile === 0 ? null : tile,
        trainingData: flagOption(given, 'with-training-data'),
        images: [...new Set(sources.map(({ image }) => image))],
        inputs: [model, ...pairs.flatMap(({ image, labels }) => [image, labels])],
        classOf: Uint8Array.from({ length: 256 }, (_, value) => (value <= classifier.info.classes.length ? value : 0)),
      };
      const done = await exportNetwork(request, engine, call);
      for (const text of done.notes) note(`${text}\n`);
      print(flagOption(given, 'json') ? `${JSON.stringify(done)}\n` : `${done.path}\n`);
    });
  },
};

async function readLicence(path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) throw new GroveError('not-found', `There is no licence file at ${path}; check the path.`, { file: path });
  if (found.size > LONGEST_LICENCE) {
    throw new GroveError('too-large', `${path} is longer than 1 MB, too long for a licence.`, { file: path });
  }
  return readFile(path, 'utf8');
}
