import type { ResultImage } from '../../services/ports.ts';
import { outputLevels } from './output-levels.ts';
import { TILE } from './tile-assembler.ts';

/** One resolution of the planes of a scene. */
export interface WrittenLevel {
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  readonly rows: number;
  /** Size of its tiles: TILE, or less where the whole level is smaller; TIFF wants multiples of 16. */
  readonly tileWidth: number;
  readonly tileHeight: number;
  /** Number of its first tile, counted from the first tile of the plane; its tiles follow by row, column, page. */
  readonly firstTile: number;
}

/** Where the tiles of a scene stand in the order of all tiles of a file. */
export interface WrittenScene {
  readonly levels: readonly WrittenLevel[];
  /** Number of the first tile of its first plane. */
  readonly firstTile: number;
  readonly tilesPerPlane: number;
}

/** The order of all tiles of a file: scene by scene, plane by plane (t, then z), level by level, row by row, page by page. */
export interface FileLayout {
  readonly scenes: readonly WrittenScene[];
  readonly tiles: number;
  /** Planes per scene. */
  readonly planes: number;
  /** Pages per plane: one per channel, or a single one of three samples. */
  readonly pages: number;
  /** Samples per pixel of a page. */
  readonly samples: number;
}

/** Scenes with an edge of `pyramidFrom` or more get coarser levels. */
export function fileLayout(image: ResultImage, pyramidFrom: number): FileLayout {
  const samples = image.rgb === true && image.channels.length === 3 ? 3 : 1;
  const pages = image.channels.length / samples;
  const planes = image.sizeZ * image.sizeT;
  let tiles = 0;
  const scenes = image.scenes.map(({ width, height }): WrittenScene => {
    const firstTile = tiles;
    let tilesPerPlane = 0;
    const levels = outputLevels(width, height, Math.max(width, height) >= pyramidFrom).map((size): WrittenLevel => {
      const columns = Math.ceil(size.width / TILE);
      const rows = Math.ceil(size.height / TILE);
      const [tileWidth, tileHeight] = [tileEdge(size.width), tileEdge(size.height)];
      const level = { ...size, columns, rows, tileWidth, tileHeight, firstTile: tilesPerPlane };
      tilesPerPlane += columns * rows * pages;
      return level;
    });
    tiles += tilesPerPlane * planes;
    return { levels, firstTile, tilesPerPlane };
  });
  return { scenes, tiles, planes, pages, samples };
}

function tileEdge(length: number): number {
  return Math.min(TILE, 16 * Math.ceil(length / 16));
}
