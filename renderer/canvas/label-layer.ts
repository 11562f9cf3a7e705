import { BufferImageSource, GlProgram, Shader, UniformGroup } from 'pixi.js';
import { type PlaneIndex, samePlane } from '#core/model/image.ts';
import { LABEL_TILE, type LabelClass, type LabelStroke } from '#core/model/label.ts';
import type { LabelChange } from '#core/model/project.ts';
import type { GroveClient } from '../client/grove-client.ts';
import type { Box } from '../state/camera.ts';
import { type LabelMask, labelTileKey } from '../state/label-mask.ts';
import { buildLabelMips, LABEL_MIP_ROWS, mipForZoom } from '../state/label-mips.ts';
import { createLabelTiles } from '../state/label-tiles.ts';
import { createTileCache } from '../state/tile-cache.ts';
import { createTileScheduler, type SchedulerStats } from '../state/tile-scheduler.ts';
import { createPalette } from './palette.ts';
import { type Pane, pieceQuad } from './pane.ts';
import type { QuadBatch } from './quad-batch.ts';
import { LABEL_FRAGMENT } from './shaders/label-fragment.ts';
import { TILE_VERTEX } from './shaders/tile-vertex.ts';
import type { Surface } from './surface.ts';

const IN_FLIGHT = 6;
const BUDGET_BYTES = 192 * 2 ** 20;

/** The plane whose labels are shown. */
export interface LabelSource {
  readonly imageId: string;
  readonly plane: PlaneIndex;
}

export interface LabelLayer {
  setSource(source: LabelSource | null): void;
  setClasses(classes: readonly LabelClass[]): void;
  setOpacity(opacity: number): void;
  /** Reloads the tiles a change names, where they belong to what is shown. */
  apply(changes: readonly LabelChange[]): void;
  reloadAll(): void;
  request(box: Box): void;
  draw(pane: Pane, box: Box, batch: QuadBatch): void;

  startLive(mask: LabelMask, value: number, onlyOver: readonly number[] | null): void;
  updateLive(): void;
  cancelLive(): void;
  finishLive(): { id: number; stroke: LabelStroke } | null;
  confirm(id: number): void;
  reject(id: number): void;

  stats(): SchedulerStats;
  destroy(): void;
}

interface Tile {
  readonly column: number;
  readonly row: number;
  readonly picture: Uint8Array;
  readonly texture: BufferImageSource;
  readonly shader: Shader;
}

interface Ask {
  readonly source: LabelSource;
  readonly column: number;
  readonly row: number;
  ticket: number;
}

interface LabelLayerOptions {
  readonly surface: Surface;
  readonly client: GroveClient;
  /** Something must be drawn anew. */
  invalidate(): void;
  /** Something must be asked for anew. */
  wantsChanged(): void;
  failed(error: unknown): void;
}

const LEVEL = { downsample: 1 };

export function createLabelLayer({ surface, client, invalidate, wantsChanged, failed }: LabelLayerOptions): LabelLayer {
  const program = GlProgram.from({ vertex: TILE_VERTEX, fragment: LABEL_FRAGMENT, name: 'grove-labels' });
  const palette = createPalette();
  const look = new UniformGroup({ uLabels: { value: new Float32Array(4), type: 'vec4<f32>' } });
  let source: LabelSource | null = null;
  let opacity = 1;
  let onScreen = new Set<string>();
  /** Tiles that hold labels, or did. */
  const labelled = new Map<string, readonly [number, number]>();
  let indexCall: AbortController | null = null;
  /** Tiles whose picture is out of date. */
  const outdated = new Map<string, readonly [number, number]>();

  const tiles = createLabelTiles((column, row) => {
    outdated.set(labelTileKey(column, row), [column, row]);
    invalidate();
  });
  const pictures = createTileCache<Tile>(BUDGET_BYTES, ({ column, row, texture, shader }) => {
    tiles.forget(column, row);
    shader.destroy();
    texture.destroy();
  });
  const scheduler = createTileScheduler<Ask, Uint8Array | null>({
    limit: IN_FLIGHT,
    load: (ask, _tier, signal) => {
      const { source: of, column, row } = ask;
      ask.ticket = tiles.begin(column, row);
      return client.call('labels.tile', { imageId: of.imageId, plane: of.plane, column, row }, { signal });
    },
    arrived: (_key, { source: of, column, row, ticket }, values) => {
      if (of === source) tiles.arrive(column, row, ticket, values);
    },
    failed: (_key, _ask, error) => failed(error),
  });

  /** Asks once which tiles hold labels at all, so that an empty plane of any size costs one call. */
  const loadIndex = (): void => {
    indexCall?.abort();
    indexCall = null;
    if (!source) return;
    const { imageId, plane } = source;
    const controller = new AbortController();
    indexCall = controller;
    client.call('labels.tiles', { imageId, plane }, { signal: controller.signal }).then(
      (list) => {
        if (controller.signal.aborted) return;
        for (const [column, row] of list) labelled.set(labelTileKey(column, row), [column, row]);
        wantsChanged();
      },
      (error) => {
        if (!controller.signal.aborted) failed(error);
      },
    );
  };

  const paint = (column: number, row: number): void => {
    const key = labelTileKey(column, row);
    const values = tiles.shown(column, row);
    const known = pictures.get(key);
    if (!values) {
      // The tile itself stays known: it is known to be empty.
      if (known) known.picture.fill(0);
      known?.texture.update();
      return;
    }
    if (known) {
      buildLabelMips(values, known.picture);
      known.texture.update();
      return;
    }
    const picture = new Uint8Array(LABEL_TILE * LABEL_MIP_ROWS);
    buildLabelMips(values, picture);
    const texture = new BufferImageSource({
      resource: picture,
      width: LABEL_TILE,
      height: LABEL_MIP_ROWS,
      format: 'r8uint',
      alphaMode: 'no-premultiply-alpha',
      scaleMode: 'nearest',
    });
    const shader = new Shader({
      glProgram: program,
      resources: { uTile: texture, uPalette: palette.source, look, view: surface.view },
    });
    pictures.set(key, { column, row, picture, texture, shader }, values.byteLength + 2 * picture.byteLength);
    pictures.trim((other, tile) => other === key || onScreen.has(other) || !tiles.isFree(tile.column, tile.row));
  };

  return {
    setSource: (next) => {
      source = next;
      scheduler.want([]);
      tiles.clear();
      outdated.clear();
      pictures.clear();
      labelled.clear();
      loadIndex();
    },
    setClasses: (classes) =>
      palette.set(new Map(classes.filter(({ visible }) => visible).map(({ value, color }) => [value, color]))),
    setOpacity: (value) => {
      opacity = value;
    },
    apply: (changes) => {
      for (const { imageId, plane, tiles: changed } of changes) {
        if (!source || imageId !== source.imageId || !samePlane(plane, source.plane)) continue;
        for (const [column, row] of changed) {
          labelled.set(labelTileKey(column, row), [column, row]);
          tiles.invalidate(column, row);
        }
      }
      wantsChanged();
    },
    reloadAll: () => {
      scheduler.retry();
      tiles.invalidateAll();
      loadIndex();
      wantsChanged();
    },
    request: (box) => {
      if (!source) return;
      const of = source;
      const [middleX, middleY] = [(box.x0 + box.x1) / 2 / LABEL_TILE - 0.5, (box.y0 + box.y1) / 2 / LABEL_TILE - 0.5];
      const list = [...labelled.values()]
        .filter(([column, row]) => touches(box, column, row) && !tiles.isCurrent(column, row))
        .map(([column, row]) => ({ column, row, distance: (column - middleX) ** 2 + (row - middleY) ** 2 }));
      list.sort((a, b) => a.distance - b.distance);
      scheduler.want(
        list.map(({ column, row }) => ({
          key: `${of.imageId}/${of.plane.scene}.${of.plane.z}.${of.plane.t}/${column}/${row}/${tiles.version(column, row)}`,
          tier: 0,
          address: { source: of, column, row, ticket: 0 },
        })),
      );
    },
    draw: (pane, box, batch) => {
      for (const [column, row] of outdated.values()) paint(column, row);
      outdated.clear();
      look.uniforms.uLabels = new Float32Array([opacity, mipForZoom(pane.camera.zoom), 0, 0]);
      look.update();
      onScreen = new Set();
      if (!source) return;
      for (const [key, tile] of pictures.entries()) {
        const piece = {
          x0: Math.max(box.x0, tile.column * LABEL_TILE),
          y0: Math.max(box.y0, tile.row * LABEL_TILE),
          x1: Math.min(box.x1, (tile.column + 1) * LABEL_TILE),
          y1: Math.min(box.y1, (tile.row + 1) * LABEL_TILE),
        };
        const quad = pieceQuad(pane, LEVEL, tile, piece, LABEL_TILE, false);
        if (!quad) continue;
        onScreen.add(key);
        pictures.get(key);
        batch.add(tile.shader, 'normal', quad);
      }
    },
    startLive: tiles.startLive,
    updateLive: tiles.updateLive,
    cancelLive: tiles.cancelLive,
    finishLive: tiles.finishLive,
    confirm: tiles.confirm,
    reject: (id) => {
      tiles.reject(id);
      wantsChanged();
    },
    stats: () => scheduler.stats(),
    destroy: () => {
      indexCall?.abort();
      scheduler.close();
      pictures.clear();
      palette.destroy();
    },
  };
}

function touches(box: Box, column: number, row: number): boolean {
  const [x, y] = [column * LABEL_TILE, row * LABEL_TILE];
  return x < box.x1 && y < box.y1 && x + LABEL_TILE > box.x0 && y + LABEL_TILE > box.y0;
}
