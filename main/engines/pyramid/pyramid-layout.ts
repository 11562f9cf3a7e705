import { BYTES_PER_SAMPLE, type ImageInfo, type LevelInfo } from '#core/model/image.ts';

/**
 * A pyramid file holds the coarser levels of one plane that its image file lacks. It lives in the cache and can always be made
 * again. Bytes:
 *
 *     0   8 bytes   'GROVEPYR'
 *     8   uint32    bytes of the header that follows, little-endian
 *    12   header    JSON: ImageInfo of this file as an image of one plane
 *   4096 · k        level 0, level 1, … one after another, see tileOffset
 *
 * A level is its tiles row by row; a tile is its channels one after another, each TILE × TILE samples, row by row, in the
 * machine's byte order; what lies beyond the edge of the level is undefined.
 *
 * When these bytes or the way levels are computed change, VERSION in services/images/level-reader.ts grows.
 */
export const PYRAMID_MAGIC = 'GROVEPYR';

export const PYRAMID_TILE = 256;

export interface PyramidLayout {
  readonly info: ImageInfo;
  /** First byte of each level. */
  readonly levelStart: readonly number[];
  readonly bytes: number;
  readonly header: Uint8Array;
}

const ALIGN = 4096;

export function tilesAcross(level: LevelInfo): number {
  return Math.ceil(level.width / PYRAMID_TILE);
}

export function tileBytes(info: ImageInfo): number {
  return info.channels.length * PYRAMID_TILE * PYRAMID_TILE * BYTES_PER_SAMPLE[info.pixelType];
}

/** Where the levels of such a file lie. */
export function pyramidLayout(info: ImageInfo): PyramidLayout {
  const header = new TextEncoder().encode(JSON.stringify(info));
  const levelStart: number[] = [];
  let bytes = Math.ceil((PYRAMID_MAGIC.length + 4 + header.length) / ALIGN) * ALIGN;
  for (const level of info.levels) {
    levelStart.push(bytes);
    bytes += tilesAcross(level) * Math.ceil(level.height / PYRAMID_TILE) * tileBytes(info);
  }
  return { info, levelStart, bytes, header };
}

/** First byte of a channel of a tile. */
export function tileOffset(layout: PyramidLayout, level: number, column: number, row: number, channel: number): number {
  const { info, levelStart } = layout;
  const tile = row * tilesAcross(info.levels[level]!) + column;
  return levelStart[level]! + tile * tileBytes(info) + (channel * tileBytes(info)) / info.channels.length;
}
