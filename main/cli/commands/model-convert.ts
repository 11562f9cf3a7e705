import { copyFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import { checkOutputFile } from '../../services/output-file.ts';
import type { Command } from '../command.ts';
import { requiredOption } from '../option-values.ts';
import { parseOptions } from '../parse-options.ts';
import { withEngine } from '../with-engine.ts';

export const modelConvert: Command = {
  name: 'model convert',
  summary: 'takes the network out of a model file, as ONNX, or the classifier that it was made of',
  help: `grove model convert FILE --out NETWORK.onnx
grove model convert FILE --out CLASSIFIER.grovemodel

Writes the network of a model file as a bare ONNX file; a TensorFlow SavedModel is converted. Where the file to write ends in
.grovemodel it is the classifier that 'grove pixel export --with-training-data' put into FILE, as it was.

  --out FILE   file to write
`,
  async run(args, environment) {
    const given = parseOptions(args, { out: { type: 'string' } }, 'model convert');
    const [file, ...more] = given.positionals;
    if (file === undefined || more.length > 0)
      throw new GroveError('invalid-input', "Use 'grove model convert FILE --out NETWORK.onnx'.");
    const path = resolve(file);
    const out = resolve(requiredOption(given, 'out', 'the file to write'));
    await checkOutputFile(out, [path]);
    await withEngine(environment, { threads: 1 }, async ({ engine, call, print }) => {
      if (/\.grovemodel$/i.test(out)) {
        await engine.modelFiles.write(out, await engine.modelFiles.read(path));
        print(`${out}\n`);
        return;
      }
      const onnx = await engine.library.staging();
      await engine.pool.run('network.inspect', { path, onnx }, { signal: call.signal });
      await copyFile(onnx, out);
      print(`${out}\n`);
    });
  },
};
