import { resolve } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import { IMAGE_FUNCTIONS, type ImageFunction, imageFunction, splitFunction } from '#core/model/image-function.ts';
import { runFunctions } from '../../services/image-function/run-functions.ts';
import type { Command } from '../command.ts';
import { openImageFile } from '../open-image-file.ts';
import { flagOption, integerOption, requiredOption, textOption, threadsOption } from '../option-values.ts';
import { parseOptions } from '../parse-options.ts';
import { withEngine } from '../with-engine.ts';

const LIST = IMAGE_FUNCTIONS.map(({ name, help, parameters }) => {
  const keys = parameters.map(({ key }) => `${key}=`).join(' ');
  return `  ${name.padEnd(15)} ${help}${keys === '' ? '' : `\n  ${' '.repeat(15)} ${keys}`}`;
}).join('\n');

export const imageFunctionCommand: Command = {
  name: 'image function',
  summary: 'applies functions of masks and labels to an image, of any size',
  help: `grove image function NAME [key=value …] [NAME [key=value …] …] --image FILE --out FILE

Applies functions one after another to all planes, and keeps pixel size and channel names:

  grove image function mask class=2 fill-holes maximum=50 scrap minimum=20 --image seg.ome.tif --out cells.ome.tif

A mask holds 0 and another value, a label image k = class k; a class of an image with a channel per class is its number
or name. Objects are whole over tile borders; with=FILE is a second image with the same planes, or a single one.

${LIST}

  --image FILE          image to work on
  --out FILE            .ome.tif, .ome.zarr, or .png for one plane of one channel
  --strip N             rows in which objects are found at once; never changes the result
  --threads N           worker threads; all of the machine when left out
  --json                one JSON object on standard output
`,
  async run(args, environment) {
    const text = { type: 'string' } as const;
    const options = { image: text, out: text, strip: text, threads: text, json: { type: 'boolean' } } as const;
    const given = parseOptions(args, options, 'image function');
    const steps = stepsOf(given.positionals);
    const path = resolve(requiredOption(given, 'image', 'the image to work on'));
    const out = resolve(requiredOption(given, 'out', 'the file to write'));
    const strip = textOption(given, 'strip') === undefined ? {} : { stripRows: integerOption(given, 'strip', 512, 1, 8192) };
    await withEngine(environment, threadsOption(given), async ({ engine, call, print, note }) => {
      const image = await openImageFile(path, { engine, call });
      const done = await runFunctions({ image, steps, path: out, ...strip }, engine, call);
      for (const text of done.notes) note(`${text}\n`);
      print(flagOption(given, 'json') ? `${JSON.stringify(done)}\n` : `${done.path}\n`);
    });
  },
};

/** A word with `=` belongs to the function before it; others begin one, and may be a function with all its parameters in quotes. */
function stepsOf(words: readonly string[]): ImageFunction[] {
  const steps: { name: string; texts: Record<string, string> }[] = [];
  for (const word of words) {
    const [, key, value] = /^([a-z]+)=(.*)$/s.exec(word) ?? [];
    const last = steps.at(-1);
    if (key === undefined) steps.push(splitFunction(word));
    else if (last === undefined) {
      throw new GroveError('invalid-input', `'${word}' belongs to no function; name one first, like scrap ${word}.`);
    } else if (Object.hasOwn(last.texts, key)) {
      throw new GroveError('invalid-input', `${key} is given twice for ${last.name}.`);
    } else last.texts[key] = value!;
  }
  if (steps.length === 0) {
    throw new GroveError('invalid-input', "Which function? Use 'grove image function scrap minimum=20 --image A --out B'.");
  }
  return steps.map(({ name, texts }) => {
    const step = imageFunction(name, texts);
    return 'with' in step ? { ...step, with: resolve(step.with) } : step;
  });
}
