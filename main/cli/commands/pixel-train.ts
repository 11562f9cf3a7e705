import { resolve } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import { canonicalFeatureSet } from '#core/model/feature-set-id.ts';
import type { Command } from '../command.ts';
import { imagePairs } from '../image-pairs.ts';
import { flagOption, indexListOption, integerOption, requiredOption, textOption, threadsOption } from '../option-values.ts';
import { type GivenOptions, optionsOnly } from '../parse-options.ts';
import { planeOption } from '../plane-option.ts';
import { scaleOption } from '../training-options.ts';
import { withEngine } from '../with-engine.ts';

export const pixelTrain: Command = {
  name: 'pixel train',
  summary: 'trains a pixel classifier from images and label images',
  help: `grove pixel train --image A --labels A_LABELS.png [--image B --labels B_LABELS.png …] --out MODEL

Trains a pixel classifier. Label images are grey, of 8 or 16 bits, and as large as their image: 0 = unlabelled,
k = class k. They have the scenes, Z planes and time points of their image, or a single plane (see --plane).

  --image FILE          image to learn from; may be repeated, each with its --labels
  --labels FILE         its labels
  --plane TEXT          plane that labels of a single plane belong to, counted from 1: 'Z(3)|T(1)';
                        the first when left out
  --features SET        basic25 (when left out), basic33, multiscale or scattering. Multi-scale features may be chosen one
                        by one: 'multiscale(gaussian:0.7,1,3.5;hessian:1,1.6)' with the families gaussian, laplacian,
                        gradient, difference, tensor, hessian at 0.3, 0.7, 1, 1.6, 3.5, 5, 10 pixels; scattering has
                        2 or 3 scales and order 1 or 2: 'scattering(scales:3;order:2)'
  --scale px|um         what the scales of features count in: pixels of each image (when left out), or µm, so that the model
                        moves between magnifications: images are resampled to the pixel size of the first one
  --channels 0,2        channels to look at, counted from 0; all when left out
  --trees N             number of trees, 25 when left out
  --seed N              seed of the random numbers, 0 when left out; same seed, same model
  --classes A,B,…       names of the classes in the order of their numbers
  --name TEXT           name of the model
  --from FILE.czann     trains from the rows in a network of 'pixel export --with-training-data' instead of images;
                        trees, seed and name are those of its classifier when left out
  --out FILE            model file to write, usually .grovemodel
  --threads N           worker threads; all of the machine when left out
  --json                one JSON object on standard output
`,
  async run(args, environment) {
    const given = optionsOnly(
      args,
      {
        image: { type: 'string', multiple: true },
        labels: { type: 'string', multiple: true },
        plane: { type: 'string' },
        features: { type: 'string' },
        scale: { type: 'string' },
        channels: { type: 'string' },
        trees: { type: 'string' },
        seed: { type: 'string' },
        classes: { type: 'string' },
        name: { type: 'string' },
        from: { type: 'string' },
        out: { type: 'string' },
        threads: { type: 'string' },
        json: { type: 'boolean' },
      },
      'pixel train',
    );
    const out = resolve(requiredOption(given, 'out', 'the model file to write'));
    const name = textOption(given, 'name');
    const pairs = imagePairs(given);
    const from = textOption(given, 'from');
    if (from === undefined && pairs.length === 0) {
      throw new GroveError('invalid-input', '--image is missing: give at least one image and its --labels.');
    }
    if (from !== undefined) refuseBeside(given, ['image', 'labels', 'plane', 'features', 'scale', 'channels', 'classes']);
    const plane = textOption(given, 'plane') === undefined ? null : planeOption(given);
    const request = {
      pairs,
      set: canonicalFeatureSet(textOption(given, 'features') ?? 'basic25'),
      scale: scaleOption(given),
      channels: indexListOption(given, 'channels') ?? null,
      trees: integerOption(given, 'trees', 25, 1, 1000),
      seed: integerOption(given, 'seed', 0, 0, 2 ** 32 - 1),
      classNames:
        textOption(given, 'classes')
          ?.split(',')
          .map((part) => part.trim()) ?? null,
      ...(name !== undefined && { name }),
      ...(plane !== null && { plane }),
    };
    await withEngine(environment, threadsOption(given), async ({ engine, call, print }) => {
      const again = {
        ...(textOption(given, 'trees') !== undefined && { trees: request.trees }),
        ...(textOption(given, 'seed') !== undefined && { seed: request.seed }),
        ...(name !== undefined && { name }),
      };
      const model =
        from === undefined
          ? await engine.trainFromFiles(request, out, call)
          : await engine.trainAgain(resolve(from), again, out, call);
      const { report } = model;
      if (flagOption(given, 'json')) print(`${JSON.stringify({ model: out, ...model })}\n`);
      else {
        const pixels = report.usedPixels.reduce((sum, count) => sum + count, 0);
        const error = Number.isFinite(report.outOfBagError) ? `${(100 * report.outOfBagError).toFixed(1)} %` : 'unknown';
        print(`${out}: ${model.classes.length} classes, ${pixels} pixels, ${model.trees} trees, out-of-bag error ${error}\n`);
      }
    });
  },
};

/** Rows that are there already leave nothing to say about images and features. */
function refuseBeside(given: GivenOptions, names: readonly string[]): void {
  const beside = names.find((name) => given.values[name] !== undefined);
  if (beside !== undefined) throw new GroveError('invalid-input', `--${beside} does not go together with --from.`);
}
