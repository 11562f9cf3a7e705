import { BufferImageSource, GlProgram, Shader, UniformGroup } from 'pixi.js';
import { type PredictionTile, VIEW_TILE } from '#contract/contract.ts';
import type { GroveClient } from '../client/grove-client.ts';
import type { Box } from '../state/camera.ts';
import { createTileCache } from '../state/tile-cache.ts';
import { coverBox } from '../state/tile-cover.ts';
import { levelForZoom, type TileAddress } from '../state/tile-level.ts';
import { createTileScheduler, type SchedulerStats } from '../state/tile-scheduler.ts';
import { wantedTiles } from '../state/tile-wants.ts';
import type { Overlay, ShownModel } from '../state/workspace.ts';
import { heatMap } from './heat-map.ts';
import type { ImageSource } from './image-layer.ts';
import { colorTable, createPalette, type Palette } from './palette.ts';
import { type Pane, pieceQuad } from './pane.ts';
import type { QuadBatch } from './quad-batch.ts';
import { PREDICTION_FRAGMENT } from './shaders/prediction-fragment.ts';
import { TILE_VERTEX } from './shaders/tile-vertex.ts';
import type { Surface } from './surface.ts';

/** Few, because each may cost the host much work that is in vain when the user moves on. */
const IN_FLIGHT = 4;
const BUDGET_BYTES = 128 * 2 ** 20;

const SUPERSEDED_MS = 1000;

const KINDS = { none: 0, segmentation: 1, probability: 2, uncertainty: 3 } as const;

export interface PredictionLayer {
  setSource(source: ImageSource | null): void;
  /** Another model, or a new result of the same: its tiles replace the old ones one by one as they arrive. */
  setModel(model: ShownModel | null): void;
  /** Kind, opacity and minimum confidence (percent); only a new probability class asks the host for anything. */
  setLook(overlay: Overlay, minConfidence: number): void;
  request(box: Box, zoom: number): void;
  draw(pane: Pane, box: Box, batch: QuadBatch): void;
  /** Class + 1 and confidence in percent at a level-0 pixel, of the current model only. */
  at(x: number, y: number): { label: number; confidence: number } | null;
  retry(): void;
  stats(): SchedulerStats;
  destroy(): void;
}

/** One result of one model, with the colours of its classes. */
interface Generation {
  readonly model: ShownModel;
  readonly palette: Palette;
  readonly look: UniformGroup;
  /** Tiles that use the palette. */
  tiles: number;
}

interface Tile {
  readonly generation: Generation;
  readonly address: TileAddress;
  readonly answer: PredictionTile;
  readonly probabilityOf: number | null;
  readonly texture: BufferImageSource;
  readonly shader: Shader;
}

interface Ask {
  readonly source: ImageSource;
  readonly generation: Generation;
  readonly address: TileAddress;
  readonly probabilityOf: number | null;
}

/** A tile of what a model says of a plane. */
export interface PredictionRequest extends TileAddress {
  readonly imageId: string;
  readonly plane: ImageSource['plane'];
  readonly probabilityOf: number | null;
  readonly priority: number;
}

/** Gets a tile of a model. */
export type LoadPrediction = (model: ShownModel, request: PredictionRequest, signal: AbortSignal) => Promise<PredictionTile>;

export function predictionLoader(client: GroveClient): LoadPrediction {
  return ({ id, crf }, request, signal) =>
    client.call('prediction.tile', { modelId: id, ...request, ...(crf && { crf }) }, { signal });
}

interface PredictionLayerOptions {
  readonly surface: Surface;
  readonly load: LoadPrediction;
  invalidate(): void;
  failed(error: unknown): void;
}

const placeOf = ({ level, column, row }: TileAddress): string => `${level}/${column}/${row}`;

export function createPredictionLayer({ surface, load, invalidate, failed }: PredictionLayerOptions): PredictionLayer {
  const program = GlProgram.from({ vertex: TILE_VERTEX, fragment: PREDICTION_FRAGMENT, name: 'grove-prediction' });
  const heat = colorTable(heatMap());
  let source: ImageSource | null = null;
  let generation: Generation | null = null;
  let overlay: Pick<Overlay, 'kind' | 'probabilityClass' | 'resultOpacity'> | null = null;
  let minConfidence = 0;
  let onScreen = new Set<string>();

  // One tile per place: the newest that has arrived, whichever model made it.
  const cache = createTileCache<Tile>(BUDGET_BYTES, ({ generation: of, texture, shader }) => {
    shader.destroy();
    texture.destroy();
    of.tiles--;
    release(of);
  });
  /** Frees what belongs to a model once nothing of it is on screen. */
  const release = (of: Generation | null): void => {
    if (of && of !== generation && of.tiles === 0) of.palette.destroy();
  };
  const wantedProbability = (): number | null => (overlay?.kind === 'probability' ? overlay.probabilityClass : null);
  const satisfies = (tile: Tile | undefined): boolean => {
    const probability = wantedProbability();
    return tile?.generation === generation && (probability === null || tile?.probabilityOf === probability);
  };
  const updateLook = (of: Generation): void => {
    const { kind, resultOpacity } = overlay ?? { kind: 'none' as const, resultOpacity: 0 };
    of.look.uniforms.uResult = new Float32Array([resultOpacity, KINDS[kind], minConfidence, of.model.classColors.length]);
    of.look.update();
  };

  const scheduler = createTileScheduler<Ask, PredictionTile>({
    limit: IN_FLIGHT,
    load: ({ source: { imageId, plane }, generation: { model }, address, probabilityOf }, tier, signal) =>
      load(model, { imageId, plane, ...address, probabilityOf, priority: tier }, signal),
    arrived: (_key, { source: of, generation: by, address, probabilityOf }, answer) => {
      if (of !== source || by !== generation) return;
      const texture = textureOf(answer);
      const shader = new Shader({
        glProgram: program,
        resources: { uTile: texture, uPalette: by.palette.source, uHeat: heat, look: by.look, view: surface.view },
      });
      const place = placeOf(address);
      by.tiles++;
      const tile: Tile = { generation: by, address, answer, probabilityOf, texture, shader };
      cache.set(place, tile, answer.width * answer.height * 11);
      cache.trim((other) => other === place || onScreen.has(other));
      invalidate();
    },
    failed: (_key, { generation: by }, error) => {
      // In Live mode the host may know of the next model before the window does; then the old one's failures are no news.
      setTimeout(() => {
        if (by === generation) failed(error);
      }, SUPERSEDED_MS);
    },
  });

  return {
    setSource: (next) => {
      source = next;
      scheduler.want([]);
      cache.clear();
    },
    setModel: (model) => {
      const before = generation;
      if (!model) {
        generation = null;
        scheduler.want([]);
        cache.clear();
        release(before);
        return;
      }
      const palette = createPalette();
      palette.set(new Map(model.classColors.map((color, k) => [k + 1, color])));
      const look = new UniformGroup({ uResult: { value: new Float32Array(4), type: 'vec4<f32>' } });
      generation = { model, palette, look, tiles: 0 };
      updateLook(generation);
      release(before);
      // A failure of the old model says nothing about the new one.
      scheduler.retry();
    },
    setLook: (next, percent) => {
      overlay = next;
      minConfidence = percent;
      const shown = new Set(cache.entries().map(([, tile]) => tile.generation));
      if (generation) shown.add(generation);
      for (const of of shown) updateLook(of);
    },
    request: (box, zoom) => {
      if (!source || !generation || !overlay || overlay.kind === 'none') {
        scheduler.want([]);
        return;
      }
      const [of, by, probabilityOf] = [source, generation, wantedProbability()];
      const level = levelForZoom(of.levels, zoom);
      scheduler.want(
        wantedTiles(of.levels, level, box, { ring: 0, coarser: false, base: false })
          .filter(({ address }) => !satisfies(cache.get(placeOf(address))))
          .map(({ address, tier }) => ({
            key: `${by.model.id}/${by.model.stamp}/${of.imageId}/${planeKey(of)}/${placeOf(address)}/${probabilityOf}`,
            tier,
            address: { source: of, generation: by, address, probabilityOf },
          })),
      );
    },
    draw: (pane, box, batch) => {
      onScreen = new Set();
      if (!source || !generation || !overlay || overlay.kind === 'none') return;
      const { levels } = source;
      const cover = coverBox(levels, levelForZoom(levels, pane.camera.zoom), box, (address) => {
        const tile = cache.get(placeOf(address));
        if (tile) onScreen.add(placeOf(address));
        return tile;
      });
      for (const { tile, address, box: piece } of cover.pieces) {
        const quad = pieceQuad(pane, levels[address.level], address, piece, tile.answer.height, false);
        if (quad) batch.add(tile.shader, 'normal', quad);
      }
    },
    at: (x, y) => {
      if (!source || !generation || !overlay || overlay.kind === 'none') return null;
      for (let level = 0; level < source.levels.length; level++) {
        const { downsample } = source.levels[level];
        const [px, py] = [Math.floor(x / downsample), Math.floor(y / downsample)];
        const address = { level, column: Math.floor(px / VIEW_TILE), row: Math.floor(py / VIEW_TILE) };
        const tile = cache.get(placeOf(address));
        if (tile?.generation !== generation) continue;
        const { width, height, labels, confidence } = tile.answer;
        const column = Math.min(px - address.column * VIEW_TILE, width - 1);
        const at = Math.min(py - address.row * VIEW_TILE, height - 1) * width + column;
        return { label: labels[at], confidence: confidence[at] };
      }
      return null;
    },
    retry: () => scheduler.retry(),
    stats: () => scheduler.stats(),
    destroy: () => {
      generation = null;
      scheduler.close();
      cache.clear();
      heat.destroy();
    },
  };
}

const planeKey = ({ plane }: ImageSource): string => `${plane.scene}.${plane.z}.${plane.t}`;

/** Class + 1, confidence and probability side by side in one integer texture. */
function textureOf({ width, height, labels, confidence, probability }: PredictionTile): BufferImageSource {
  const texels = new Uint8Array(width * height * 4);
  for (let i = 0; i < width * height; i++) {
    texels[i * 4] = labels[i];
    texels[i * 4 + 1] = confidence[i];
    if (probability) texels[i * 4 + 2] = probability[i];
  }
  return new BufferImageSource({
    resource: texels,
    width,
    height,
    format: 'rgba8uint',
    alphaMode: 'no-premultiply-alpha',
    scaleMode: 'nearest',
  });
}
