import type { NetworkTrial } from '#contract/contract.ts';
import type { PixelBlock, Rect } from '#core/model/image.ts';
import { type NetworkClass, networkUse } from '#core/model/network.ts';
import { fuseClassification } from '#core/network/fuse-answer.ts';
import { tilesOver } from '#core/tiling/plan-axis.ts';
import type { ImageSources } from '../images/image-sources.ts';
import type { Clock, ComputePool, RunOptions } from '../ports.ts';
import type { NetworkSubject, NetworkTiles, TileIndex, TilePlace } from './network-tiles.ts';

type Picture = NetworkTrial['input'];

/** Runs a network on the tile that holds a place of an image, and draws what it saw and what it answered. */
export async function tryNetwork(
  subject: NetworkSubject,
  place: { readonly x: number; readonly y: number },
  { pool, sources, tiles, clock }: { pool: ComputePool; sources: ImageSources; tiles: NetworkTiles; clock: Clock },
  options: RunOptions = {},
): Promise<NetworkTrial> {
  const { info, file } = subject.network;
  const { scale = { x: 1, y: 1 } } = subject;
  const at = { x: Math.floor(place.x * scale.x), y: Math.floor(place.y * scale.y) };
  const plan = tiles.plan(subject);
  const layer = info.tile.z === null ? 0 : tilesOver(plan.layers, subject.plane.z, subject.plane.z + 1).first;
  const tile: TileIndex = {
    column: tilesOver(plan.columns, at.x, at.x + 1).first,
    row: tilesOver(plan.rows, at.y, at.y + 1).first,
    layer,
  };
  const column = plan.columns[tile.column]!;
  const row = plan.rows[tile.row]!;
  const kept = info.tile.z === null ? 0 : subject.plane.z - plan.layers[layer]!.start;
  const rect = { x: column.start, y: row.start, width: column.width, height: row.width };
  const started = clock.elapsed();
  const answer = await runOnce(subject, tile, { column, row, layer: plan.layers[layer]! }, kept, tiles, options);
  const seconds = (clock.elapsed() - started) / 1000;
  const own = await sources.of(subject.image, options);
  const source = subject.scale === undefined ? own : ({ kind: 'scaled', of: own, scale } as const);
  const request = { plane: subject.plane, level: 0, rect, channels: [...subject.feed.channels] };
  const seen = await pool.run('image.read', { source, request }, options);
  const run = tiles.lastRun(file.key);
  return {
    input: drawGrey(seen),
    answer: answer.picture,
    scores: answer.scores,
    seconds,
    provider: run?.provider ?? '',
    note: run?.note ?? null,
  };
}

async function runOnce(
  subject: NetworkSubject,
  tile: TileIndex,
  place: TilePlace,
  kept: number,
  tiles: NetworkTiles,
  options: RunOptions,
): Promise<{ picture: Picture; scores: number[] | null }> {
  const { info } = subject.network;
  switch (networkUse(info.task)) {
    case 'classification': {
      const { best, scores } = fuseClassification(await tiles.answer(subject, place, info.outputs, options));
      return { picture: drawFlat(info.classes[best]!.color), scores };
    }
    case 'regression': {
      const { rect, data } = (await tiles.pixels(subject, tile, options))[kept]!;
      return { picture: drawGrey({ ...sizeOf(rect), channels: info.outputs, data }), scores: null };
    }
    default: {
      const { rect, labels } = (await tiles.labels(subject, tile, false, options))[kept]!;
      return { picture: drawLabels(labels, rect, info.classes), scores: null };
    }
  }
}

function sizeOf({ width, height }: Rect): { width: number; height: number } {
  return { width, height };
}

/** The first channel, or the first three as colours (blue, green, red, as networks have them), from darkest to brightest. */
function drawGrey({ width, height, channels, data }: PixelBlock): Picture {
  const area = width * height;
  const rgba = new Uint8Array(4 * area).fill(255);
  const sources = channels === 3 ? [2, 1, 0] : [0, 0, 0];
  for (const [k, channel] of sources.entries()) {
    let least = Number.POSITIVE_INFINITY;
    let most = Number.NEGATIVE_INFINITY;
    for (let i = channel * area; i < (channel + 1) * area; i++) {
      least = Math.min(least, data[i]!);
      most = Math.max(most, data[i]!);
    }
    const gain = most > least ? 255 / (most - least) : 0;
    for (let i = 0; i < area; i++) rgba[4 * i + k] = Math.round((data[channel * area + i]! - least) * gain);
  }
  return { width, height, rgba };
}

function drawLabels(labels: Uint8Array, { width, height }: Rect, classes: readonly NetworkClass[]): Picture {
  const rgba = new Uint8Array(4 * labels.length);
  for (const [i, label] of labels.entries()) {
    const color = label === 0 ? 0 : classes[label - 1]!.color;
    rgba.set([color >> 16, (color >> 8) & 255, color & 255, 255], 4 * i);
  }
  return { width, height, rgba };
}

function drawFlat(color: number): Picture {
  return { width: 1, height: 1, rgba: Uint8Array.of(color >> 16, (color >> 8) & 255, color & 255, 255) };
}
