import type { Shader } from 'pixi.js';
import { VIEW_TILE } from '#contract/contract.ts';
import type { LevelInfo, PixelBlock, PlaneIndex } from '#core/model/image.ts';
import type { GroveClient } from '../client/grove-client.ts';
import type { Box } from '../state/camera.ts';
import type { BlendInput } from '../state/tile-blend-plan.ts';
import { createTileCache } from '../state/tile-cache.ts';
import { coverBox } from '../state/tile-cover.ts';
import { levelForZoom, type TileAddress } from '../state/tile-level.ts';
import { createTileScheduler, type SchedulerStats } from '../state/tile-scheduler.ts';
import { PREFETCH, type TileWant, VISIBLE, wantedTiles } from '../state/tile-wants.ts';
import { createImagePasses } from './image-passes.ts';
import { type Pane, pieceQuad } from './pane.ts';
import type { QuadBatch } from './quad-batch.ts';
import type { Surface } from './surface.ts';
import { channelsPerTexture, createTileTexture, type TileTexture } from './tile-texture.ts';

const IN_FLIGHT = 6;
const BUDGET_BYTES = 256 * 2 ** 20;
/** Part of the budget that planes fetched ahead may take, so that they never drive out each other or what is in view. */
const NEIGHBOUR_SHARE = 0.5;
/** Tiles that may be sent to the graphics card in one frame, so that a burst of arrivals never stalls the picture. */
const UPLOADS_PER_FRAME = 8;

/** One plane of an image with the levels it can be shown at. */
export interface ImageSource {
  readonly imageId: string;
  readonly plane: PlaneIndex;
  readonly levels: readonly LevelInfo[];
}

export interface ImageLayer {
  /** Shows another image or plane. Another plane of the same image replaces the old one tile by tile as it arrives. */
  setSource(source: ImageSource | null): void;
  setDisplay(display: Omit<BlendInput, 'channelsPerTexture'>, rangeIndicator: boolean): void;
  /**
   * Asks for what a view of `box` at `zoom` needs and gives up what it needs no longer; then for the same view of the `neighbours`,
   * planes of the same levels that may be shown next, as many as the budget allows.
   */
  request(box: Box, zoom: number, neighbours: readonly PlaneIndex[]): void;
  /** Draws a pane; returns false where a part has no tile at any level, once the plane has covered a view. */
  draw(pane: Pane, box: Box, batch: QuadBatch): boolean;
  beginFrame(): void;
  /** True after `beginFrame` … `draw` when tiles wait for the next frame. */
  heldBack(): boolean;
  /** True when the last frame showed the plane at its full resolution for the zoom, with nothing of the plane before. */
  complete(): boolean;
  /** Samples of a level-0 pixel from the finest tile at hand, one per channel. */
  valuesAt(x: number, y: number): number[] | null;
  retry(): void;
  stats(): SchedulerStats & TileMemory;
  destroy(): void;
}

/** Bytes of tiles at hand, both copies counted: now, at most so far, and allowed beyond what is on screen. */
export interface TileMemory {
  readonly bytes: number;
  readonly mostBytes: number;
  readonly budgetBytes: number;
}

interface Tile {
  readonly block: PixelBlock;
  readonly texture: TileTexture;
  /** Shaders by pass and texture. */
  readonly shaders: Map<string, Shader>;
  uploaded: boolean;
}

interface Ask {
  readonly source: ImageSource;
  readonly address: TileAddress;
}

interface ImageLayerOptions {
  readonly surface: Surface;
  readonly client: GroveClient;
  invalidate(): void;
  failed(error: unknown): void;
}

const tileKey = ({ imageId, plane }: ImageSource, { level, column, row }: TileAddress): string =>
  `${imageId}/${plane.scene}.${plane.z}.${plane.t}/${level}/${column}/${row}`;

export function createImageLayer({ surface, client, invalidate, failed }: ImageLayerOptions): ImageLayer {
  const passes = createImagePasses(surface.view);
  const perTexture = channelsPerTexture(surface.maxTextureEdge, VIEW_TILE);
  let source: ImageSource | null = null;
  /** The plane shown before, as long as the new one has not arrived everywhere. */
  let previous: ImageSource | null = null;
  /** True once the present plane has covered the view, so that it may stand in for the next. */
  let shownAny = false;
  let onScreen = new Set<string>();
  let uploads = 0;
  let held = false;
  let sharp = false;
  let mostBytes = 0;
  /** The largest tile of the present image so far. */
  let tileBytes = 0;

  const cache = createTileCache<Tile>(BUDGET_BYTES, ({ texture, shaders }) => {
    for (const shader of shaders.values()) shader.destroy();
    texture.destroy();
  });
  const scheduler = createTileScheduler<Ask, PixelBlock>({
    limit: IN_FLIGHT,
    load: ({ source: { imageId, plane }, address }, tier, signal) =>
      client.call('images.tile', { imageId, plane, ...address, priority: tier }, { signal }),
    arrived: (key, ask, block) => {
      const texture = createTileTexture(block, perTexture);
      const copies = texture.samples === 'float' && !(block.data instanceof Float32Array) ? 3 : 2;
      const bytes = block.data.byteLength * copies;
      tileBytes = Math.max(tileBytes, bytes);
      cache.set(key, { block, texture, shaders: new Map(), uploaded: false }, bytes);
      const base = source && tileKey(source, { level: source.levels.length - 1, column: 0, row: 0 });
      cache.trim((other) => other === key || other === base || onScreen.has(other));
      mostBytes = Math.max(mostBytes, cache.bytes());
      // What was fetched ahead of another plane changes nothing on screen.
      if (source && key === tileKey(source, ask.address)) invalidate();
    },
    failed: (_key, _ask, error) => failed(error),
  });

  const findIn =
    (of: ImageSource) =>
    (address: TileAddress): Tile | undefined => {
      const key = tileKey(of, address);
      const tile = cache.get(key);
      if (!tile) return undefined;
      if (!tile.uploaded) {
        if (uploads >= UPLOADS_PER_FRAME) {
          held = true;
          return undefined;
        }
        uploads++;
        tile.uploaded = true;
      }
      onScreen.add(key);
      return tile;
    };

  const shaderOf = (tile: Tile, pass: number, texture: number): Shader => {
    const key = `${pass}/${texture}`;
    let shader = tile.shaders.get(key);
    if (!shader) {
      shader = passes.createShader(pass, tile.texture);
      tile.shaders.set(key, shader);
    }
    return shader;
  };

  const drawFrom = (of: ImageSource, pane: Pane, box: Box, batch: QuadBatch): readonly Box[] => {
    const level = pane.coarsest ? of.levels.length - 1 : levelForZoom(of.levels, pane.camera.zoom);
    const { pieces, missing } = coverBox(of.levels, level, box, findIn(of));
    if (of === source && (missing.length > 0 || pieces.some(({ address }) => address.level > level))) sharp = false;
    for (const { tile, address, box: piece } of pieces) {
      const info = of.levels[address.level];
      const smooth = pane.camera.zoom < 1 ? info.downsample * pane.camera.zoom !== 1 : address.level > 0;
      const quad = pieceQuad(pane, info, address, piece, tile.block.height, smooth);
      if (!quad) continue;
      passes.textures().forEach((texture, pass) => {
        batch.add(shaderOf(tile, pass, texture), pass === 0 ? 'normal' : 'add', quad);
      });
    }
    return missing;
  };

  return {
    setSource: (next) => {
      const samePlaces = source !== null && next !== null && source.imageId === next.imageId && source.levels === next.levels;
      if (source?.imageId !== next?.imageId) tileBytes = 0;
      sharp = false;
      if (!samePlaces) previous = null;
      else if (shownAny) previous = source;
      shownAny = false;
      source = next;
      if (!next) scheduler.want([]);
    },
    setDisplay: (display, rangeIndicator) => passes.set({ ...display, channelsPerTexture: perTexture }, rangeIndicator),
    request: (box, zoom, neighbours) => {
      if (!source) return;
      const from = source;
      const level = levelForZoom(from.levels, zoom);
      const ask = (of: ImageSource, { address, tier }: TileWant) => ({
        key: tileKey(of, address),
        tier,
        address: { source: of, address },
      });
      const wants = wantedTiles(from.levels, level, box, { ring: 1, coarser: true, base: true });
      const visible = wants.filter(({ tier }) => tier === VISIBLE);
      const inView = visible.length * tileBytes;
      const fitting = Math.floor((NEIGHBOUR_SHARE * BUDGET_BYTES) / (inView || Number.POSITIVE_INFINITY));
      const ahead = neighbours.slice(0, fitting).flatMap((plane) => {
        const of = { ...from, plane };
        return visible.map(({ address }) => ask(of, { address, tier: PREFETCH }));
      });
      scheduler.want(
        [
          ...visible.map((want) => ask(from, want)),
          ...ahead,
          ...wants.filter(({ tier }) => tier !== VISIBLE).map((want) => ask(from, want)),
        ]
          // Nothing is fetched ahead where the budget is used up by what is in view.
          .filter(({ key, tier }) => !cache.has(key) && (tier === VISIBLE || inView < BUDGET_BYTES)),
      );
    },
    beginFrame: () => {
      onScreen = new Set();
      uploads = 0;
      held = false;
      sharp = source !== null;
    },
    draw: (pane, box, batch) => {
      if (!source) return true;
      const missing = drawFrom(source, pane, box, batch);
      const blank = previous ? missing.flatMap((part) => drawFrom(previous as ImageSource, pane, part, batch)) : missing;
      const lost = shownAny && blank.length > 0;
      shownAny ||= missing.length === 0;
      return !lost;
    },
    heldBack: () => held,
    complete: () => sharp,
    valuesAt: (x, y) => {
      if (!source) return null;
      for (let level = 0; level < source.levels.length; level++) {
        const { downsample } = source.levels[level];
        const [px, py] = [Math.floor(x / downsample), Math.floor(y / downsample)];
        const address = { level, column: Math.floor(px / VIEW_TILE), row: Math.floor(py / VIEW_TILE) };
        const tile = cache.get(tileKey(source, address));
        if (tile) return sampleAt(tile.block, px - address.column * VIEW_TILE, py - address.row * VIEW_TILE);
      }
      return null;
    },
    retry: () => scheduler.retry(),
    stats: () => ({ ...scheduler.stats(), bytes: cache.bytes(), mostBytes, budgetBytes: BUDGET_BYTES }),
    destroy: () => {
      scheduler.close();
      cache.clear();
    },
  };
}

function sampleAt({ width, height, channels, data }: PixelBlock, x: number, y: number): number[] {
  const at = Math.min(y, height - 1) * width + Math.min(x, width - 1);
  return Array.from({ length: channels }, (_, channel) => data[channel * width * height + at]);
}
