import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import { NETWORK_TASKS } from '#core/model/network.ts';
import type { Engine } from '../compose-engine.ts';
import type { NetworkChoices } from '../services/network/network-choices.ts';
import { networkFromFile, networkFromLibrary, type OpenNetwork } from '../services/network/network-from-file.ts';
import { choiceOption, integerOption, textOption } from './option-values.ts';
import type { GivenOptions, OptionSpecs } from './parse-options.ts';

const text = { type: 'string' } as const;

/** Options that say of a network what its file leaves open. */
export const NETWORK_OPTIONS: OptionSpecs = {
  ...{ task: text, 'tile-size': text, border: text, values: text, classes: text, provider: text },
};

export const NETWORK_HELP = `  --task TASK           what the network is for, where its file does not say: ${NETWORK_TASKS.slice(0, 2).join(', ')}, … Regression
  --tile-size N         edge of its tiles, where its file does not say
  --border N            pixels per side of a tile whose answer is not used; as the file says when left out
  --values unit|counts  what integer images are fed as: 0…1 or their counts; as the file says when left out
  --classes A,B,…       names of the classes
  --provider P          auto, cpu, webgpu, cuda, dml or coreml; auto when left out
`;

/** Reads NETWORK_OPTIONS. */
export function networkChoices(given: GivenOptions): NetworkChoices {
  const has = (name: string): boolean => textOption(given, name) !== undefined;
  const size = integerOption(given, 'tile-size', 0, 1, 65_536);
  const border = integerOption(given, 'border', 0, 0, 65_536);
  const names = textOption(given, 'classes')?.split(',');
  return {
    ...(has('task') && { task: choiceOption(given, 'task', NETWORK_TASKS) }),
    ...(size > 0 && { tile: { z: null, y: size, x: size } }),
    ...(has('border') && { border: { z: null, y: border, x: border } }),
    ...(has('values') && { values: choiceOption(given, 'values', ['unit', 'counts'] as const) }),
    ...(names !== undefined && { classes: names.map((name, k) => ({ name, color: 0x808080 + k, background: false })) }),
    provider: choiceOption(given, 'provider', ['auto', 'cpu', 'webgpu', 'cuda', 'dml', 'coreml'] as const, 'auto'),
  };
}

/** The network a --model names: a model file, or one of the library by its name or key. */
export function openNetwork(model: string, given: GivenOptions, engine: Engine, signal: AbortSignal): Promise<OpenNetwork> {
  const path = resolve(model);
  if (existsSync(path)) return networkFromFile(path, networkChoices(given), engine, { signal });
  if (/[\\/]|\.(czann|czmodel|czseg|onnx|json|grovemodel)$/i.test(model)) {
    throw new GroveError('not-found', `There is no file ${path}; check the path.`, { file: path });
  }
  return networkFromLibrary(model, engine.library);
}
