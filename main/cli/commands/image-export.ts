import { resolve } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import { FIRST_PLANE, type Rect } from '#core/model/image.ts';
import { checkExportFile } from '../../services/image-export/check-export-file.ts';
import { exportImage } from '../../services/image-export/export-image.ts';
import { defaultDisplay } from '../../services/images/default-display.ts';
import type { Command } from '../command.ts';
import { openImageFile } from '../open-image-file.ts';
import { flagOption, integerOption, requiredOption, textOption, threadsOption } from '../option-values.ts';
import { type GivenOptions, parseOptions } from '../parse-options.ts';
import { withEngine } from '../with-engine.ts';

export const imageExport: Command = {
  name: 'image export',
  summary: 'writes an image, or a part of it, to a file of another kind',
  help: `grove image export FILE --out X.ome.tif|X.ome.zarr|X.png [options]

Copies pixels, names and colours of channels and the pixel size. A PNG holds one plane; one of several channels is
coloured as the window would show it.

  --out FILE            file to write
  --subset TEXT         planes and channels as ZEN writes them, counted from 1: 'S(1)|Z(1-5)|T(3)|C(2)';
                        X(0-511)|Y(0-511) takes a part of each plane, in pixels from 0
  --level N             resolution, 0 = full
  --region X,Y,W,H      part of each plane, in pixels of the full resolution
  --threads N           worker threads; all of the machine when left out
  --json                one JSON object on standard output
`,
  async run(args, environment) {
    const text = { type: 'string' } as const;
    const options = { out: text, subset: text, level: text, region: text, threads: text, json: { type: 'boolean' } } as const;
    const given = parseOptions(args, options, 'image export');
    const [file, ...more] = given.positionals;
    if (file === undefined) throw new GroveError('invalid-input', "Which image? Use 'grove image export FILE --out X.ome.tif'.");
    if (more.length > 0) throw new GroveError('invalid-input', `One image at a time, please: '${more[0]}' is one too many.`);
    const path = resolve(file);
    const out = resolve(requiredOption(given, 'out', 'the file to write'));
    const asked = {
      ...{ path: out, subset: textOption(given, 'subset') ?? '', level: integerOption(given, 'level', 0, 0, 64) },
      region: regionOption(given),
    };
    await checkExportFile(out, [path]);
    await withEngine(environment, threadsOption(given), async ({ engine, call, print }) => {
      const image = await openImageFile(path, { engine, call });
      const source = await engine.sources.of(image, { signal: call.signal });
      const coloured = out.toLowerCase().endsWith('.png');
      const ranges = coloured
        ? await engine.pool.run('image.range', { source, plane: FIRST_PLANE }, { signal: call.signal })
        : null;
      const request = { ...asked, image, display: ranges === null ? [] : defaultDisplay(image.info, ranges) };
      const done = await exportImage(request, engine, call);
      print(flagOption(given, 'json') ? `${JSON.stringify(done)}\n` : `${done.path}\n`);
    });
  },
};

function regionOption(given: GivenOptions): Rect | null {
  const text = textOption(given, 'region');
  if (text === undefined) return null;
  const numbers = /^\d{1,9}(,\d{1,9}){3}$/.test(text) ? text.split(',').map(Number) : [];
  const [x, y, width, height] = numbers;
  if (x !== undefined && y !== undefined && width! > 0 && height! > 0) return { x, y, width: width!, height: height! };
  throw new GroveError('invalid-input', `--region takes X,Y,W,H in pixels, like 0,0,512,512, not '${text}'.`);
}
