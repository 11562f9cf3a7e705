import { BYTES_PER_SAMPLE } from '#core/model/image.ts';
import { encodeDirectory, type TagToWrite } from '../tiff/encode-directory.ts';
import { Photometric, Predictor, Tag } from '../tiff/tags.ts';
import { type OmeXmlImage, omeXml } from './ome-xml.ts';
import type { TilePlaces } from './ordered-tiles.ts';
import { TILE } from './tile-assembler.ts';

/** Bytes kept free at the start of the file: the header of either kind of TIFF. */
export const HEADER_BYTES = 16;

export interface FinishedTiles {
  readonly image: OmeXmlImage;
  readonly levels: readonly { readonly width: number; readonly height: number }[];
  /** Number of the first tile of each level; its tiles follow in the order row, column, channel. */
  readonly firstTile: readonly number[];
  readonly places: TilePlaces;
  readonly compression: number;
  readonly differences: boolean;
}

/**
 * The directories of the file, one per channel with its coarser levels below it (SubIFDs), to be written at `at`, and the
 * header that points to them. BigTIFF where the file would end beyond `classicLimit`.
 */
export function encodeTrailer(
  tiles: FinishedTiles,
  at: number,
  classicLimit: number,
): { header: Uint8Array; trailer: Uint8Array } {
  const start = Math.ceil(at / 8) * 8;
  const classic = encodeDirectories(tiles, start, false);
  const big = start + classic.bytes.length > classicLimit;
  const { bytes, first } = big ? encodeDirectories(tiles, start, true) : classic;
  const trailer = new Uint8Array(start - at + bytes.length);
  trailer.set(bytes, start - at);
  const header = new Uint8Array(HEADER_BYTES);
  const view = new DataView(header.buffer);
  header.set([0x49, 0x49, big ? 43 : 42, 0]);
  if (big) {
    view.setUint16(4, 8, true);
    view.setBigUint64(8, BigInt(first), true);
  } else view.setUint32(4, first, true);
  return { header, trailer };
}

function encodeDirectories(tiles: FinishedTiles, start: number, big: boolean): { bytes: Uint8Array; first: number } {
  const { image, levels } = tiles;
  const parts: Uint8Array[] = [];
  let at = start;
  let first = 0;
  const add = (tags: readonly TagToWrite[], hasNext: boolean): number => {
    const place = at;
    const length = encodeDirectory(tags, place, 0, big).length;
    // The levels of the next channel come before its own directory.
    const next = hasNext ? place + length + levelBytes : 0;
    parts.push(encodeDirectory(tags, place, next, big));
    at += length;
    return place;
  };
  const levelTags = (channel: number): TagToWrite[][] => levels.slice(1).map((_, i) => pageTags(tiles, channel, i + 1, []));
  const levelBytes = levelTags(0).reduce((sum, tags) => sum + encodeDirectory(tags, 0, 0, big).length, 0);

  for (let channel = 0; channel < image.channels.length; channel++) {
    const below = levelTags(channel).map((tags) => add(tags, false));
    const place = add(pageTags(tiles, channel, 0, below), channel < image.channels.length - 1);
    if (channel === 0) first = place;
  }
  const bytes = new Uint8Array(at - start);
  let filled = 0;
  for (const part of parts) {
    bytes.set(part, filled);
    filled += part.length;
  }
  return { bytes, first };
}

function pageTags(tiles: FinishedTiles, channel: number, level: number, below: readonly number[]): TagToWrite[] {
  const { image, levels, firstTile, places, compression, differences } = tiles;
  const { width, height } = levels[level]!;
  const channels = image.channels.length;
  const count = Math.ceil(width / TILE) * Math.ceil(height / TILE);
  const own = (values: Float64Array): number[] =>
    Array.from({ length: count }, (_, i) => values[firstTile[level]! + i * channels + channel]!);
  const short = (tag: number, value: number): TagToWrite => ({ tag, type: 'short', values: [value] });
  const long = (tag: number, value: number): TagToWrite => ({ tag, type: 'long', values: [value] });
  const { x, y } = image.pixelSizeUm;
  const told = level === 0 && x !== null && y !== null;
  const kind = image.pixelType.startsWith('float') ? 3 : image.pixelType.startsWith('int') ? 2 : 1;
  return [
    long(Tag.newSubfileType, level > 0 ? 1 : 0),
    long(Tag.width, width),
    long(Tag.height, height),
    short(Tag.bitsPerSample, 8 * BYTES_PER_SAMPLE[image.pixelType]),
    short(Tag.compression, compression),
    short(Tag.photometric, Photometric.blackIsZero),
    ...(level === 0 && channel === 0 ? [{ tag: Tag.description, type: 'ascii', text: omeXml(image) } as const] : []),
    short(Tag.samplesPerPixel, 1),
    ...(told ? [perCentimetre(Tag.xResolution, x), perCentimetre(Tag.yResolution, y), short(Tag.resolutionUnit, 3)] : []),
    { tag: Tag.software, type: 'ascii', text: 'Grove' },
    short(Tag.predictor, differences ? Predictor.horizontal : Predictor.none),
    long(Tag.tileWidth, TILE),
    long(Tag.tileHeight, TILE),
    { tag: Tag.tileOffsets, type: 'offset', values: own(places.offsets) },
    { tag: Tag.tileByteCounts, type: 'offset', values: own(places.byteCounts) },
    ...(below.length > 0 ? [{ tag: Tag.subIfds, type: 'offset', values: below } as const] : []),
    short(Tag.sampleFormat, kind),
  ];
}

function perCentimetre(tag: number, um: number): TagToWrite {
  const value = 10_000 / um;
  const denominator = value < 400_000 ? 10_000 : 1;
  return { tag, type: 'rational', values: [Math.min(2 ** 32 - 1, Math.round(value * denominator)), denominator] };
}
