import { basename, resolve } from 'node:path';
import type { Progress } from '#contract/contract.ts';
import { GroveError } from '#core/model/error.ts';
import type { ImageInfo } from '#core/model/image.ts';
import { composeEngine } from '../../compose-engine.ts';
import { tellConversion } from '../../services/conversion/tell-conversion.ts';
import type { Command } from '../command.ts';
import { flagOption } from '../option-values.ts';
import { parseOptions } from '../parse-options.ts';
import { createProgressLine } from '../progress-line.ts';

export const imageInfo: Command = {
  name: 'image info',
  summary: 'says what an image file holds',
  help: `grove image info FILE [--json]

Prints format, size, channels, pixel type, pixel size and resolutions of an image.

  --json   one JSON object on standard output
`,
  async run(args, { stdout, stderr, signal }) {
    const given = parseOptions(args, { json: { type: 'boolean' } }, 'image info');
    const [file, ...more] = given.positionals;
    if (file === undefined) throw new GroveError('invalid-input', "Which image? Use 'grove image info FILE'.");
    if (more.length > 0) throw new GroveError('invalid-input', `One image at a time, please: '${more[0]}' is one too many.`);
    const path = resolve(file);
    const engine = composeEngine({ threads: 1 });
    const line = createProgressLine(stderr);
    try {
      const progress = ({ stage, done, total, secondsLeft }: Progress): void => line.show(stage, done, total, secondsLeft);
      const info = await engine.pool.run('image.open', { path }, tellConversion({ signal, progress }, engine.clock));
      line.end();
      stdout.write(flagOption(given, 'json') ? `${JSON.stringify({ file: path, ...info })}\n` : infoText(path, info));
    } finally {
      line.end();
      await engine.close();
    }
  },
};

function infoText(path: string, info: ImageInfo): string {
  const { x, y, z } = info.pixelSizeUm;
  const um = (size: number | null): string => (size === null ? 'unknown' : `${size} µm`);
  const stack = [
    [info.sizeScene, 'scenes'],
    [info.sizeZ, 'z planes'],
    [info.sizeT, 'time points'],
  ] as const;
  const lines: [string, string][] = [
    ['file', basename(path)],
    ['format', info.format],
    ['size', `${info.width} × ${info.height} pixels`],
    ...stack.filter(([count]) => count > 1).map(([count, what]): [string, string] => [what, String(count)]),
    ['channels', `${info.channels.length} (${info.channels.map(({ name }) => name).join(', ')})${info.rgb ? ', colour' : ''}`],
    ['pixel type', info.pixelType],
    ['pixel size', z === null ? `${um(x)} × ${um(y)}` : `${um(x)} × ${um(y)} × ${um(z)}`],
    ['resolutions', info.levels.map((level) => `${level.width} × ${level.height}`).join(', ')],
  ];
  return `${lines.map(([what, value]) => `${what.padEnd(12)} ${value}`).join('\n')}\n`;
}
