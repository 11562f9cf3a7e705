import { resolve } from 'node:path';
import { segmentImageFile } from '../../services/export/segment-file.ts';
import { mapChannels } from '../../services/network/map-channels.ts';
import { networkModel } from '../../services/network/network-model.ts';
import type { Command } from '../command.ts';
import { CRF_HELP, CRF_OPTIONS, crfOption, withCrfStrength } from '../crf-options.ts';
import { NETWORK_HELP, NETWORK_OPTIONS, openNetwork } from '../network-options.ts';
import {
  choiceOption,
  flagOption,
  indexListOption,
  integerOption,
  requiredOption,
  textOption,
  threadsOption,
} from '../option-values.ts';
import { optionsOnly } from '../parse-options.ts';
import { withEngine } from '../with-engine.ts';
import { pixelSegment } from './pixel-segment.ts';

export const segment: Command = {
  name: 'segment',
  summary: 'segments an image with a network or a trained pixel classifier',
  help: `grove segment --model MODEL --image FILE --out LABELS.tif

Segments a plane of an image, or all planes of a subset. With a .grovemodel it is 'grove pixel segment'.

  --model MODEL         .czann, .czmodel, .czseg, .onnx or .grovemodel file, or name of a network of the library
  --image FILE          image to segment
  --out FILE            segmentation to write: .tif, .ome.zarr, or .png for one plane up to 8192 × 8192
  --format FORMAT       labels (one channel, value k = class k, 0 = not confident enough) or
                        multichannel (a channel per class, 0 or 255) or
                        channels (those of the image, in its pixel type, with the masks behind); labels when left out
  --extract A,B,…       names or numbers (from 1) of the classes whose masks are written, not with labels
  --probabilities FILE  class probabilities too, one float channel per class (.tif)
  --confidence FILE     highest probability in percent too (.tif)
  --min-confidence N    percent; pixels below it stay 0
${CRF_HELP}  --channels 0,1,…      image channels that feed the network, counted from 0
  --scene N --z N --t N plane to segment, each counted from 0
  --subset TEXT         planes to segment instead, as ZEN writes them, counted from 1: 'Z(1-5)|T(3)'
${NETWORK_HELP}  --threads N           worker threads; all of the machine when left out
  --json                one JSON object on standard output
`,
  async run(args, environment) {
    const modelAt = args.indexOf('--model');
    const named = args.find((arg) => arg.startsWith('--model='))?.slice('--model='.length) ?? args[modelAt + 1] ?? '';
    if (/\.grovemodel$/i.test(named)) return pixelSegment.run(args, environment);
    const text = { type: 'string' } as const;
    const own = {
      ...{ model: text, image: text, out: text, format: text, probabilities: text, confidence: text },
      ...{
        'min-confidence': text,
        channels: text,
        scene: text,
        z: text,
        t: text,
        subset: text,
        extract: text,
        threads: text,
        tile: text,
      },
      json: { type: 'boolean' },
    } as const;
    const given = optionsOnly(withCrfStrength(args), { ...NETWORK_OPTIONS, ...CRF_OPTIONS, ...own }, 'segment');
    const file = (name: string): string | null => {
      const path = textOption(given, name);
      return path === undefined ? null : resolve(path);
    };
    const index = (name: string): number => integerOption(given, name, 0, 0, 2 ** 31 - 1);
    const model = requiredOption(given, 'model', 'a model file or the name of a network');
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
    const plane = { scene: index('scene'), z: index('z'), t: index('t') };
    const tile = integerOption(given, 'tile', 512, 16, 8192);
    const crf = crfOption(given);
    await withEngine(environment, threadsOption(given), async ({ engine, call, print, note }) => {
      const network = await openNetwork(model, given, engine, call.signal);
      const asked = indexListOption(given, 'channels');
      const request = {
        ...{ image, plane, outputs, tile, crf, modelPath: network.inspected === null ? null : resolve(model) },
        ...(subset !== undefined && { subset }),
        ...(extract !== undefined && { extract }),
        modelFor: (known: Parameters<typeof networkModel>[1]) =>
          networkModel(network, known, mapChannels(network.info, known, asked), engine.regions),
      };
      const done = await segmentImageFile(request, engine, call);
      const said = engine.tiles.lastRun(network.file.key)?.note;
      if (said) note(`${said}\n`);
      await network.close();
      print(flagOption(given, 'json') ? `${JSON.stringify(done)}\n` : `${done.files.join('\n')}\n`);
    });
  },
};
