import { basename, resolve } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import { type NetworkTestResult, verifyNetwork } from '../../services/network/verify-network.ts';
import type { Command } from '../command.ts';
import { flagOption, numberOption, textOption } from '../option-values.ts';
import { parseOptions } from '../parse-options.ts';
import { withEngine } from '../with-engine.ts';

export const modelVerify: Command = {
  name: 'model verify',
  summary: 'tests whether a model file still answers as it should',
  help: `grove model verify FILE [--input X.npy --expected Y.npy]

Checks a model file and runs it on zeros; with --input also on numbers of your own, and with --expected compares the answer. Ends
with 1 where the largest difference is beyond the tolerance.

  --input FILE      .npy (float32, uint8, uint16) or bare little-endian float32, for one tile, channels last
  --expected FILE   what the network shall answer, likewise
  --tolerance N     largest difference allowed; 1e-5 when left out
  --json            one JSON object on standard output
`,
  async run(args, environment) {
    const text = { type: 'string' } as const;
    const options = { input: text, expected: text, tolerance: text, json: { type: 'boolean' } } as const;
    const given = parseOptions(args, options, 'model verify');
    const [file, ...more] = given.positionals;
    if (file === undefined || more.length > 0) {
      throw new GroveError('invalid-input', "Which model? Use 'grove model verify FILE'.");
    }
    const tolerance = numberOption(given, 'tolerance', 1e-5, 0, 1e6);
    const pathOf = (name: string): string | null => {
      const path = textOption(given, name);
      return path === undefined ? null : resolve(path);
    };
    const [input, expected] = [pathOf('input'), pathOf('expected')];
    if (input === null && expected !== null) {
      throw new GroveError('invalid-input', '--expected needs --input: give the numbers that the network answers so.');
    }
    await withEngine(environment, { threads: 1 }, async ({ engine, call, print }) => {
      const result = await verifyNetwork({ path: resolve(file), input, expected }, engine, { signal: call.signal });
      const object = { file: resolve(file), tolerance, ...result };
      print(flagOption(given, 'json') ? `${JSON.stringify(object)}\n` : resultText(result));
      if (result.difference === null || result.difference.largest <= tolerance) return;
      const message = `${basename(file)} answers up to ${shown(result.difference.largest)} off what ${basename(expected!)} says, more than ${tolerance}; ask for a corrected file, or allow more with --tolerance.`;
      throw new GroveError('mismatch', message, { file: resolve(file), code: 'ANSWER_DIFFERS' });
    });
  },
};

/** Three digits are enough to judge by. */
function shown(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function resultText({ provider, shape, answer, difference }: NetworkTestResult): string {
  const lines: [string, string][] = [['ran on', provider ?? 'not tried, for the file does not say how large its tiles are']];
  if (shape !== null) lines.push(['answer', shape.join(' × ')]);
  if (answer !== null) lines.push(['values', answer.finite ? `${answer.least} … ${answer.most}` : 'some are no numbers']);
  if (difference !== null) lines.push(['difference', `${shown(difference.largest)} at most, at number ${difference.at}`]);
  return `${lines.map(([what, value]) => `${what.padEnd(12)} ${value}`).join('\n')}\n`;
}
