import { basename, resolve } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import type { ChannelInfo, ImageInfo, ObjectiveInfo, SceneInfo } from '#core/model/image.ts';
import { sceneOf } from '#core/model/scene.ts';
import { tellConversion } from '../../services/conversion/tell-conversion.ts';
import type { Command } from '../command.ts';
import { flagOption } from '../option-values.ts';
import { parseOptions } from '../parse-options.ts';
import { withEngine } from '../with-engine.ts';

export const imageInfo: Command = {
  name: 'image info',
  summary: 'says what an image file holds',
  help: `grove image info FILE [--json]

Prints what an image file says: scenes with their sizes and wells, Z planes and time points, channels with names and
colours, pixel type, pixel size, resolutions, compression, objective, time of acquisition.

  --json   one JSON object on standard output
`,
  async run(args, environment) {
    const given = parseOptions(args, { json: { type: 'boolean' } }, 'image info');
    const [file, ...more] = given.positionals;
    if (file === undefined) throw new GroveError('invalid-input', "Which image? Use 'grove image info FILE'.");
    if (more.length > 0) throw new GroveError('invalid-input', `One image at a time, please: '${more[0]}' is one too many.`);
    const path = resolve(file);
    await withEngine(environment, { threads: 1 }, async ({ engine, call, print }) => {
      const info = await engine.pool.run('image.open', { path }, tellConversion(call, engine.clock));
      const object = { file: path, axes: axesOf(info), ...info, scenes: scenesOf(info) };
      print(flagOption(given, 'json') ? `${JSON.stringify(object)}\n` : infoText(path, info));
    });
  },
};

function infoText(path: string, info: ImageInfo): string {
  const { x, y, z } = info.pixelSizeUm;
  const um = (size: number | null): string => (size === null ? 'unknown' : `${size} µm`);
  const stack = [
    [info.sizeZ, 'z planes'],
    [info.sizeT, 'time points'],
  ] as const;
  const optional: [string, string | undefined][] = [
    ['compression', info.compression?.join(', ')],
    ['time step', info.timeStepS === undefined ? undefined : `${info.timeStepS} s`],
    ['objective', info.objective === undefined ? undefined : objectiveText(info.objective)],
    ['acquired', info.acquired],
    ['written by', info.software],
  ];
  const lines: [string, string][] = [
    ['file', basename(path)],
    ['format', info.format],
    ...scenesOf(info).map(({ name, well, width, height, levels }): [string, string] => [
      info.sizeScene === 1 ? 'size' : 'scene',
      info.sizeScene === 1
        ? `${width} × ${height} pixels`
        : `${name}${well === undefined || well === name ? '' : ` (${well})`}: ${width} × ${height} pixels, ${levels.length} resolutions`,
    ]),
    ...stack.filter(([count]) => count > 1).map(([count, what]): [string, string] => [what, String(count)]),
    ['channels', `${info.channels.length}${info.rgb ? ', colour' : ''}`],
    ...info.channels.map((channel): [string, string] => ['', channelText(channel)]),
    ['pixel type', info.pixelType],
    ['pixel size', z === null ? `${um(x)} × ${um(y)}` : `${um(x)} × ${um(y)} × ${um(z)}`],
    ['resolutions', info.levels.map((level) => `${level.width} × ${level.height}`).join(', ')],
    ...optional.filter((line): line is [string, string] => line[1] !== undefined),
    ...(info.notes ?? []).map((note): [string, string] => ['note', note]),
  ];
  return `${lines.map(([what, value]) => `${what.padEnd(12)} ${value}`).join('\n')}\n`;
}

/** Axes with more than one place, slowest first, then Y and X. */
function axesOf({ sizeScene, sizeT, channels, sizeZ }: ImageInfo): string {
  const long = [
    ['S', sizeScene],
    ['T', sizeT],
    ['C', channels.length],
    ['Z', sizeZ],
  ] as const;
  return `${long
    .filter(([, size]) => size > 1)
    .map(([axis]) => axis)
    .join('')}YX`;
}

function scenesOf(info: ImageInfo): SceneInfo[] {
  return Array.from({ length: info.sizeScene }, (_, scene) => sceneOf(info, scene));
}

function channelText({ name, color, fluor, excitationNm, emissionNm }: ChannelInfo): string {
  const parts = [
    color === null ? '' : `#${color.toString(16).padStart(6, '0')}`,
    fluor === undefined || fluor === name ? '' : fluor,
    excitationNm === undefined ? '' : `excitation ${excitationNm} nm`,
    emissionNm === undefined ? '' : `emission ${emissionNm} nm`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? name : `${name}: ${parts.join(', ')}`;
}

function objectiveText({ name, magnification, numericalAperture, immersion }: ObjectiveInfo): string {
  const optics = [
    magnification === undefined ? '' : `${magnification}×`,
    numericalAperture === undefined ? '' : `NA ${numericalAperture}`,
    immersion ?? '',
  ].filter((part) => part !== '');
  return [...(name === undefined ? [] : [name]), optics.join(', ')].filter((part) => part !== '').join('; ');
}
