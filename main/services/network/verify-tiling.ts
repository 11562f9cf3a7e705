import type { TilingCheck } from '#contract/contract.ts';
import type { Rect } from '#core/model/image.ts';
import { networkUse } from '#core/model/network.ts';
import { type AxisTile, tilesOver } from '#core/tiling/plan-axis.ts';
import type { RunOptions } from '../ports.ts';
import type { NetworkRegions } from './network-regions.ts';
import type { NetworkSubject, NetworkTiles } from './network-tiles.ts';

/**
 * Compares what the tiles of a plane give around the seam nearest to a place with one tile laid across that seam, without the border
 * that depends on what lies outside it. A network whose border is wide enough gives the same both ways.
 */
export async function verifyTiling(
  subject: NetworkSubject,
  at: { readonly x: number; readonly y: number },
  { tiles, regions }: { tiles: NetworkTiles; regions: NetworkRegions },
  options: RunOptions = {},
): Promise<TilingCheck> {
  const { info } = subject.network;
  const plan = tiles.plan(subject);
  const column = acrossSeam(plan.columns, at.x, info.tile.x);
  const row = acrossSeam(plan.rows, at.y, info.tile.y);
  const layer = plan.layers[info.tile.z === null ? 0 : tilesOver(plan.layers, subject.plane.z, subject.plane.z + 1).first]!;
  const inner = (tile: AxisTile, border: number, all: readonly AxisTile[]): { from: number; width: number } => {
    const first = tile.start === 0 ? 0 : border;
    const last = tile.start + tile.width === all.at(-1)!.start + all.at(-1)!.width ? 0 : border;
    return { from: first, width: tile.width - first - last };
  };
  const across = inner(column, info.border.x, plan.columns);
  const down = inner(row, info.border.y, plan.rows);
  const { scale, outputs } = info;
  const rect: Rect = {
    x: (column.start + across.from) * scale.x,
    y: (row.start + down.from) * scale.y,
    width: across.width * scale.x,
    height: down.width * scale.y,
  };
  const depth = info.tile.z ?? 1;
  const perPlane = info.tile.y * scale.y * info.tile.x * scale.x * outputs;
  const whole = await tiles.answer(subject, { column, row, layer }, depth * perPlane, options);
  const plane = info.tile.z === null ? 0 : layer.before + subject.plane.z - layer.start;
  const stride = info.tile.x * scale.x;
  const first =
    plane * perPlane + ((down.from + row.before) * scale.y * stride + (across.from + column.before) * scale.x) * outputs;
  const tiled =
    networkUse(info.task) === 'segmentation'
      ? (await regions.labels(subject, rect, true, options)).probabilities!
      : await regions.pixels(subject, rect, options);
  return {
    ...compare({ whole, first, stride, tiled, outputs }, rect),
    width: rect.width,
    height: rect.height,
    tiles: plan.columns.length * plan.rows.length,
  };
}

/** A tile of the usual size with the seam nearest to a place in its middle; the only one where there is no seam. */
function acrossSeam(tiles: readonly AxisTile[], at: number, size: number): AxisTile {
  const seams = tiles.slice(1).map(({ start }) => start);
  if (seams.length === 0) return tiles[0]!;
  const seam = seams.reduce((best, start) => (Math.abs(start - at) < Math.abs(best - at) ? start : best));
  const length = tiles.at(-1)!.start + tiles.at(-1)!.width;
  const start = Math.min(Math.max(0, seam - Math.floor(size / 2)), length - size);
  return { start, width: size, before: 0, after: 0 };
}

interface Compared {
  /** Channels last, rows `stride` pixels apart, the first pixel at `first`. */
  readonly whole: Float32Array;
  readonly first: number;
  readonly stride: number;
  /** Channels first. */
  readonly tiled: Float32Array;
  readonly outputs: number;
}

function compare({ whole, first, stride, tiled, outputs }: Compared, { width, height }: Rect) {
  const area = width * height;
  let largest = 0;
  let others = 0;
  for (let i = 0; i < area; i++) {
    const at = first + (Math.floor(i / width) * stride + (i % width)) * outputs;
    let bestWhole = 0;
    let bestTiled = 0;
    for (let k = 0; k < outputs; k++) {
      largest = Math.max(largest, Math.abs(whole[at + k]! - tiled[k * area + i]!));
      if (whole[at + k]! > whole[at + bestWhole]!) bestWhole = k;
      if (tiled[k * area + i]! > tiled[bestTiled * area + i]!) bestTiled = k;
    }
    if (bestWhole !== bestTiled) others++;
  }
  return { largest, otherClass: area === 0 ? 0 : others / area };
}
