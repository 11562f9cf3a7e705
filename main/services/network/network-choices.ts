import { GroveError } from '#core/model/error.ts';
import {
  type InputValues,
  type NetworkClass,
  type NetworkInfo,
  type NetworkMetadata,
  type NetworkTask,
  networkUse,
  type ProviderChoice,
  type TileExtent,
} from '#core/model/network.ts';
import type { InspectedNetwork } from '../ports.ts';

/** What the user decides at import; everything that is left out is as the file says. */
export interface NetworkChoices {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  /** Asked for bare networks. */
  readonly task?: NetworkTask | undefined;
  readonly tile?: TileExtent | undefined;
  readonly border?: TileExtent | undefined;
  readonly classes?: readonly NetworkClass[] | undefined;
  readonly values?: InputValues | undefined;
  /** Names of the image channels for the network's channels, in its order. */
  readonly channelNames?: readonly string[] | null | undefined;
  readonly provider?: ProviderChoice | undefined;
  readonly resample?: boolean | undefined;
}

/** What identifies an import. */
export interface ImportFacts {
  readonly id: string;
  readonly fileName: string;
  readonly imported: string;
}

/**
 * The network that file and choices make together. Throws GroveError 'invalid-input' where something is still missing or does not fit,
 * with the codes 'TASK_UNKNOWN', 'TILE_UNKNOWN', 'OVERLAP', 'CLASS_COUNT', 'CHANNEL_COUNT'.
 */
export function applyChoices(
  { metadata, graph, monochrome, hash }: InspectedNetwork,
  choices: NetworkChoices,
  { id, fileName, imported }: ImportFacts,
): NetworkInfo {
  const refuse = (code: string, message: string): never => {
    throw new GroveError('invalid-input', message, { code });
  };
  const task =
    choices.task ?? metadata.task ?? refuse('TASK_UNKNOWN', `${fileName} does not say what its network is for; choose a task.`);
  const tile =
    choices.tile ??
    metadata.tile ??
    refuse('TILE_UNKNOWN', `${fileName} does not say how large its tiles are; enter their size.`);
  checkTile(tile, metadata, graph.inputShape, refuse);
  const none = { z: tile.z === null ? null : 0, y: 0, x: 0 };
  const whole = networkUse(task) === 'classification';
  const border = whole ? none : (choices.border ?? metadata.border ?? none);
  for (const axis of ['z', 'y', 'x'] as const) {
    const [side, extent] = [border[axis] ?? 0, tile[axis]];
    if (extent === null || (side >= 0 && 2 * side < extent)) continue;
    refuse('OVERLAP', `A border of ${side} pixels leaves nothing of a tile of ${extent}; choose a smaller border.`);
  }
  const classes = task === 'Regression' ? [] : (choices.classes ?? metadata.classes);
  if (task !== 'Regression' && classes.length !== metadata.outputs) {
    const message = `The network has ${metadata.outputs} outputs but ${classes.length} classes are named; name each of them.`;
    refuse('CLASS_COUNT', message);
  }
  const channelNames = choices.channelNames ?? metadata.channelNames ?? null;
  if (channelNames !== null && channelNames.length !== metadata.channels) {
    refuse(
      'CHANNEL_COUNT',
      `The network takes ${metadata.channels} channels but ${channelNames.length} are chosen; choose as many.`,
    );
  }
  const answer = metadata.answer ?? tile;
  const scaleOf = (axis: 'x' | 'y'): number => (whole || metadata.tile === null ? 1 : answer[axis] / metadata.tile[axis]);
  const told = choices.name?.trim() || metadata.name.trim();
  return {
    id,
    hash,
    name: told === '' ? fileName.replace(/\.[^.]+$/, '') : told,
    description: choices.description ?? metadata.description,
    container: metadata.container,
    fileName,
    imported,
    task,
    tile,
    border,
    scale: { x: scaleOf('x'), y: scaleOf('y') },
    channelNames,
    channels: metadata.channels,
    outputs: metadata.outputs,
    classes,
    values: choices.values ?? metadata.values,
    monochrome,
    pixelSizeUm: metadata.pixelSizeUm,
    licences: metadata.licences,
    warnings: metadata.warnings,
    opset: graph.opset,
    dependsOnTile: graph.dependsOnTile,
    provider: choices.provider ?? 'auto',
    resample: choices.resample === true && metadata.pixelSizeUm !== null,
  };
}

/** A tile of another size than the file says can only be had where the network leaves its extents open. */
function checkTile(
  tile: TileExtent,
  metadata: NetworkMetadata,
  inputShape: readonly (number | null)[],
  refuse: (code: string, message: string) => never,
): void {
  const [x, y, z] = [...inputShape.slice(1, -1)].reverse();
  for (const [axis, fixed] of [['x', x] as const, ['y', y] as const, ['z', z] as const]) {
    const extent = tile[axis];
    if (extent === null) continue;
    if (!(Number.isInteger(extent) && extent >= 1)) refuse('TILE_UNKNOWN', 'A tile is at least one pixel wide and high.');
    if (fixed === null || fixed === undefined || fixed === extent) continue;
    refuse('SHAPE_MISMATCH', `The network takes tiles of exactly ${fixed} pixels, not ${extent}.`);
  }
  if ((tile.z === null) !== (metadata.tile?.z === null || metadata.tile === null)) {
    refuse('SHAPE_MISMATCH', 'Whether a network sees one plane or a stack cannot be chosen.');
  }
}
