import type { NetworkMetadata } from '#core/model/network.ts';
import type { OnnxModel } from '../onnx/onnx-graph.ts';
import type { NamedFile } from '../reading/read-errors.ts';
import { nameClasses } from './name-classes.ts';

/** Tile assumed where a network takes any size. */
const USUAL_TILE = 512;

/**
 * What can be said of a bare ONNX network: the rest (task, names of classes, border) is asked of the user.
 Axes are taken as (batch, height, width, channels), which is what all containers ask for.
 */
export function bareOnnxMetadata(file: NamedFile, { graph }: OnnxModel): NetworkMetadata {
  const weights = new Set(graph.initializers.map(({ name }) => name));
  const input = graph.inputs.find(({ name }) => !weights.has(name))?.shape ?? null;
  const output = graph.outputs[0]?.shape ?? null;
  const rank = input?.length ?? 4;
  const spatial = rank === 5 ? input!.slice(1, 4) : (input?.slice(1, 3) ?? [null, null]);
  const [x, y, z] = [...spatial].reverse();
  const outputs = output?.at(-1) ?? 1;
  const { classes } = nameClasses(
    Array.from({ length: Math.max(outputs, 1) }, (_, k) => ({ name: `Class ${k + 1}`, color: null })),
    outputs,
  );
  return {
    container: 'onnx',
    id: null,
    name: file.name.replace(/\.onnx$/i, ''),
    description: '',
    task: null,
    tile: { z: rank === 5 ? (z ?? 16) : null, y: y ?? USUAL_TILE, x: x ?? USUAL_TILE },
    channels: input?.at(-1) ?? 1,
    answer: null,
    outputs,
    border: null,
    classes,
    values: 'unit',
    pixelSizeUm: null,
    licences: [],
    warnings: [],
  };
}
