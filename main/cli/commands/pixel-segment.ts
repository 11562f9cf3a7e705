import { resolve } from 'node:path';
import type { Command } from '../command.ts';
import { CRF_HELP, CRF_OPTIONS, crfOption, withCrfStrength } from '../crf-options.ts';
import { choiceOption, flagOption, integerOption, requiredOption, textOption, threadsOption } from '../option-values.ts';
import { optionsOnly } from '../parse-options.ts';
import { withEngine } from '../with-engine.ts';

export const pixelSegment: Command = {
  name: 'pixel segment',
  summary: 'segments an image with a trained pixel classifier',
  help: `grove pixel segment --model MODEL --image FILE --out LABELS.tif

Segments a plane of an image, or all planes of a subset.

  --model FILE          model file of 'grove pixel train' or of the window
  --image FILE          image to segment
  --out FILE            segmentation to write: .tif, .ome.zarr, or .png for one plane up to 8192 × 8192
  --format FORMAT       labels (one channel, value k = class k, 0 = not confident enough) or
                        multichannel (a channel per class, 0 or 255) or
                        channels (those of the image, in its pixel type, with the masks behind); labels when left out
  --extract A,B,…       names or numbers (from 1) of the classes whose masks are written, not with labels
  --probabilities FILE  class probabilities too, one float channel per class (.tif)
  --confidence FILE     highest probability in percent too (.tif)
  --min-confidence N    percent; pixels below it stay 0
${CRF_HELP}  --channel N           channel for a model of one channel, counted from 0
  --scene N --z N --t N plane to segment, each counted from 0
  --subset TEXT         planes to segment instead, as ZEN writes them, counted from 1: 'Z(1-5)|T(3)';
                        S = scene; X(0-511)|Y(0-511) takes a part of each plane, in pixels from 0
  --threads N           worker threads; all of the machine when left out
  --tile N              edge of the blocks computed at once; never changes the result
  --json                one JSON object on standard output
`,
  async run(args, environment) {
    const text = { type: 'string' } as const;
    const given = optionsOnly(
      withCrfStrength(args),
      {
        ...CRF_OPTIONS,
        ...{ model: text, image: text, out: text, format: text, probabilities: text, confidence: text },
        ...{
          'min-confidence': text,
          channel: text,
          scene: text,
          z: text,
          t: text,
          subset: text,
          extract: text,
          threads: text,
          tile: text,
        },
        json: { type: 'boolean' },
      },
      'pixel segment',
    );
    const file = (name: string): string | null => {
      const path = textOption(given, name);
      return path === undefined ? null : resolve(path);
    };
    const index = (name: string): number => integerOption(given, name, 0, 0, 2 ** 31 - 1);
    const model = resolve(requiredOption(given, 'model', 'the model file'));
    const image = resolve(requiredOption(given, 'image', 'the image to segment'));
    const outputs = {
      path: resolve(requiredOption(given, 'out', 'the file to write')),
      format: choiceOption(given, 'format', ['labels', 'multichannel', 'channels'] as const, 'labels'),
      probabilities: file('probabilities'),
      confidence: file('confidence'),
      minConfidence: integerOption(given, 'min-confidence', 0, 0, 100),
    };
    const subset = textOption(given, 'subset');
    const extract = textOption(given, 'extract')?.split(',');
    const request = {
      model,
      image,
      outputs,
      plane: { scene: index('scene'), z: index('z'), t: index('t') },
      tile: integerOption(given, 'tile', 512, 16, 8192),
      crf: crfOption(given),
      ...(textOption(given, 'channel') !== undefined && { channel: index('channel') }),
      ...(subset !== undefined && { subset }),
      ...(extract !== undefined && { extract }),
    };
    await withEngine(environment, threadsOption(given), async ({ engine, call, print }) => {
      const done = await engine.segmentFile(request, call);
      if (flagOption(given, 'json')) print(`${JSON.stringify(done)}\n`);
      else print(`${done.files.join('\n')}\n`);
    });
  },
};
