import { copyFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import { composeEngine } from '../../compose-engine.ts';
import { checkOutputFile } from '../../services/output-file.ts';
import type { Command } from '../command.ts';
import { requiredOption } from '../option-values.ts';
import { parseOptions } from '../parse-options.ts';

export const modelConvert: Command = {
  name: 'model convert',
  summary: 'takes the network out of a model file, as ONNX',
  help: `grove model convert FILE --out NETWORK.onnx

Writes the network of a model file as a bare ONNX file; a TensorFlow SavedModel is converted.

  --out FILE   file to write
`,
  async run(args, { stdout, signal }) {
    const given = parseOptions(args, { out: { type: 'string' } }, 'model convert');
    const [file, ...more] = given.positionals;
    if (file === undefined || more.length > 0)
      throw new GroveError('invalid-input', "Use 'grove model convert FILE --out NETWORK.onnx'.");
    const path = resolve(file);
    const out = resolve(requiredOption(given, 'out', 'the file to write'));
    await checkOutputFile(out, [path]);
    const engine = composeEngine({ threads: 1 });
    try {
      const onnx = await engine.library.staging();
      await engine.pool.run('network.inspect', { path, onnx }, { signal });
      await copyFile(onnx, out);
      stdout.write(`${out}\n`);
    } finally {
      await engine.close();
    }
  },
};
