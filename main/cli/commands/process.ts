import { resolve } from 'node:path';
import { processImage } from '../../services/network/process-image.ts';
import { checkOutputFile } from '../../services/output-file.ts';
import type { Command } from '../command.ts';
import { NETWORK_HELP, NETWORK_OPTIONS, openNetwork } from '../network-options.ts';
import { openImageFile } from '../open-image-file.ts';
import { indexListOption, requiredOption, textOption, threadsOption } from '../option-values.ts';
import { optionsOnly } from '../parse-options.ts';
import { withEngine } from '../with-engine.ts';

export const processCommand: Command = {
  name: 'process',
  summary: 'runs a network that makes images: denoising, restoration, super-resolution',
  help: `grove process --model MODEL --image FILE --out X.ome.tif

  --model MODEL         model file, or name of a network of the library
  --image FILE          image to process
  --out FILE            image to write: .ome.tif or .ome.zarr
  --subset TEXT         planes to process, like Z(1-5)|T(3), counted from 1; all when left out
  --channels 0,1,…      image channels that feed the network, counted from 0
${NETWORK_HELP}  --threads N           worker threads; all of the machine when left out
`,
  async run(args, environment) {
    const text = { type: 'string' } as const;
    const options = { ...NETWORK_OPTIONS, model: text, image: text, out: text, subset: text, channels: text, threads: text };
    const given = optionsOnly(args, options, 'process');
    const model = requiredOption(given, 'model', 'a model file or the name of a network');
    const path = resolve(requiredOption(given, 'image', 'the image to process'));
    const out = resolve(requiredOption(given, 'out', 'the image to write'));
    await checkOutputFile(out, [path, resolve(model)]);
    await withEngine(environment, threadsOption(given), async ({ engine, call, print, note }) => {
      const network = await openNetwork(model, given, engine, call.signal);
      const image = await openImageFile(path, { engine, call });
      const request = {
        ...{ network, image, path: out, subset: textOption(given, 'subset') ?? '' },
        channels: indexListOption(given, 'channels') ?? null,
      };
      const done = await processImage(request, engine, call);
      await network.close();
      if (done.note !== null) note(`${done.note}\n`);
      print(`${out}\n`);
    });
  },
};
