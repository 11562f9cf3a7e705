import { resolve } from 'node:path';
import type { ImageClassRow } from '#contract/contract.ts';
import { GroveError } from '#core/model/error.ts';
import { classifyImage } from '../../services/network/classify-image.ts';
import type { Command } from '../command.ts';
import { NETWORK_HELP, NETWORK_OPTIONS, openNetwork } from '../network-options.ts';
import { openImageFile } from '../open-image-file.ts';
import { flagOption, indexListOption, repeatedOption, requiredOption, textOption, threadsOption } from '../option-values.ts';
import { optionsOnly } from '../parse-options.ts';
import { withEngine } from '../with-engine.ts';

export const classifyImageCommand: Command = {
  name: 'classify-image',
  summary: 'says which class whole images, or their tiles, belong to',
  help: `grove classify-image --model MODEL --image FILE [--image FILE …]

Writes a table with tabs: image, scene, z, t (counted from 1), x, y, width, height, class, and the score of each class.

  --model MODEL         model file, or name of a network of the library
  --image FILE          image to classify; may be given several times
  --per-tile            a row per tile instead of one per plane
  --subset TEXT         planes to classify, like Z(1-5)|T(3), counted from 1; all when left out
  --channels 0,1,…      image channels that feed the network, counted from 0
${NETWORK_HELP}  --threads N           worker threads; all of the machine when left out
  --json                one JSON object per image
`,
  async run(args, environment) {
    const text = { type: 'string' } as const;
    const flag = { type: 'boolean' } as const;
    const own = { model: text, image: { ...text, multiple: true }, subset: text, channels: text, threads: text };
    const given = optionsOnly(args, { ...NETWORK_OPTIONS, ...own, 'per-tile': flag, json: flag }, 'classify-image');
    const model = requiredOption(given, 'model', 'a model file or the name of a network');
    const images = repeatedOption(given, 'image').map((path) => resolve(path));
    if (images.length === 0) throw new GroveError('invalid-input', '--image is missing: give the image to classify.');
    await withEngine(environment, threadsOption(given), async ({ engine, call, print }) => {
      const network = await openNetwork(model, given, engine, call.signal);
      const names = network.info.classes.map(({ name }) => name);
      if (!flagOption(given, 'json')) print(`${[...COLUMNS, ...names].join('\t')}\n`);
      for (const path of images) {
        const image = await openImageFile(path, { engine, call });
        const request = { network, image, subset: textOption(given, 'subset') ?? '', perTile: flagOption(given, 'per-tile') };
        const channels = indexListOption(given, 'channels') ?? null;
        const rows = await classifyImage({ ...request, channels }, engine, call);
        if (flagOption(given, 'json')) print(`${JSON.stringify({ image: path, classes: names, rows })}\n`);
        else for (const row of rows) print(`${cellsOf(path, row).join('\t')}\n`);
      }
      await network.close();
    });
  },
};

const COLUMNS = ['image', 'scene', 'z', 't', 'x', 'y', 'width', 'height', 'class'];

function cellsOf(path: string, { scene, z, t, rect, className, scores }: ImageClassRow): (string | number)[] {
  return [
    path,
    scene + 1,
    z + 1,
    t + 1,
    rect.x,
    rect.y,
    rect.width,
    rect.height,
    className,
    ...scores.map((score) => score.toFixed(6)),
  ];
}
