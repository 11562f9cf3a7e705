import { BYTES_PER_SAMPLE } from '#core/model/image.ts';
import type { ResultImage } from '../../services/ports.ts';
import { encodeDirectory, type TagToWrite } from '../tiff/encode-directory.ts';
import { Photometric, Predictor, Tag } from '../tiff/tags.ts';
import type { ReplacementFile } from '../writing/replacement-file.ts';
import type { FileLayout } from './file-layout.ts';
import { omeXml } from './ome-xml.ts';
import type { TilePlaces } from './ordered-tiles.ts';

/** Bytes kept free at the start of the file: the header of either kind of TIFF. */
export const HEADER_BYTES = 16;

/** Directories are written in pieces of about this many bytes. */
const PIECE_BYTES = 2 ** 20;

export interface FinishedTiles {
  readonly image: ResultImage;
  readonly layout: FileLayout;
  readonly places: TilePlaces;
  readonly compression: number;
  readonly differences: boolean;
}

/** A page of the file. */
interface Page {
  readonly scene: number;
  readonly plane: number;
  /** Which page of the plane. */
  readonly page: number;
}

const FIRST_PAGE: Page = { scene: 0, plane: 0, page: 0 };

/**
 * Writes the directories of the file from `at` on, one per page with its coarser levels before it (SubIFDs), and the header that
 * points to the first. BigTIFF where the file would end beyond `classicLimit`.
 */
export async function writeDirectories(
  file: ReplacementFile,
  tiles: FinishedTiles,
  at: number,
  classicLimit: number,
): Promise<void> {
  const start = Math.ceil(at / 8) * 8;
  const classic = measure(tiles, false);
  const big = start + classic.total > classicLimit;
  const first = await writePages(file, tiles, start, big, big ? measure(tiles, true) : classic);
  const header = new Uint8Array(HEADER_BYTES);
  const view = new DataView(header.buffer);
  header.set([0x49, 0x49, big ? 43 : 42, 0]);
  if (big) {
    view.setUint16(4, 8, true);
    view.setBigUint64(8, BigInt(first), true);
  } else view.setUint32(4, first, true);
  await file.write(header, 0);
}

/** Bytes of directories: the length of one depends on its scene and level only; the very first one has the metadata, too. */
interface Lengths {
  /** Of the directories of all coarser levels of a page, and of its own, by scene. */
  readonly scenes: readonly { readonly below: number; readonly own: number }[];
  readonly first: number;
  readonly total: number;
}

function measure(tiles: FinishedTiles, big: boolean): Lengths {
  const { layout } = tiles;
  const lengthOf = (tags: readonly TagToWrite[]): number => encodeDirectory(tags, 0, 0, big).length;
  const places = (scene: number): number[] => layout.scenes[scene]!.levels.slice(1).map(() => 0);
  const scenes = layout.scenes.map((_, scene) => {
    const page = { scene, plane: 0, page: 0 };
    const below = places(scene).reduce((sum, _, i) => sum + lengthOf(pageTags(tiles, page, i + 1, [], null)), 0);
    return { below, own: lengthOf(pageTags(tiles, page, 0, places(scene), null)) };
  });
  const first = lengthOf(pageTags(tiles, FIRST_PAGE, 0, places(0), omeXml(tiles.image, layout.samples)));
  const pages = layout.planes * layout.pages;
  const total = scenes.reduce((sum, { below, own }) => sum + pages * (below + own), first - scenes[0]!.own);
  return { scenes, first, total };
}

async function writePages(
  file: ReplacementFile,
  tiles: FinishedTiles,
  start: number,
  big: boolean,
  lengths: Lengths,
): Promise<number> {
  const { layout } = tiles;
  let at = start;
  let first = 0;
  let parts: Uint8Array[] = [];
  let held = 0;
  const flush = async (): Promise<void> => {
    await file.write(Buffer.concat(parts), at - held);
    parts = [];
    held = 0;
  };
  const add = (tags: readonly TagToWrite[], next: number): number => {
    const place = at;
    const bytes = encodeDirectory(tags, place, next, big);
    parts.push(bytes);
    held += bytes.length;
    at += bytes.length;
    return place;
  };
  for (const page of allPages(layout)) {
    const coarser = layout.scenes[page.scene]!.levels.slice(1);
    const places = coarser.map((_, i) => add(pageTags(tiles, page, i + 1, [], null), 0));
    const own = first === 0 ? lengths.first : lengths.scenes[page.scene]!.own;
    const following = nextScene(layout, page);
    // The levels of the next page come before its own directory.
    const next = following === null ? 0 : at + own + lengths.scenes[following]!.below;
    const description = first === 0 ? omeXml(tiles.image, layout.samples) : null;
    const place = add(pageTags(tiles, page, 0, places, description), next);
    if (first === 0) first = place;
    if (held >= PIECE_BYTES) await flush();
  }
  await flush();
  return first;
}

function* allPages({ scenes, planes, pages }: FileLayout): Generator<Page> {
  for (const scene of scenes.keys()) {
    for (let plane = 0; plane < planes; plane++) {
      for (let page = 0; page < pages; page++) yield { scene, plane, page };
    }
  }
}

/** The scene of the page that follows; null behind the last one. */
function nextScene({ scenes, planes, pages }: FileLayout, { scene, plane, page }: Page): number | null {
  if (page + 1 < pages || plane + 1 < planes) return scene;
  return scene + 1 < scenes.length ? scene + 1 : null;
}

function pageTags(
  tiles: FinishedTiles,
  { scene, plane, page }: Page,
  level: number,
  below: readonly number[],
  description: string | null,
): TagToWrite[] {
  const { image, layout, places, compression, differences } = tiles;
  const { samples, pages } = layout;
  const { levels, firstTile, tilesPerPlane } = layout.scenes[scene]!;
  const { width, height, columns, rows, tileWidth, tileHeight, firstTile: within } = levels[level]!;
  const start = firstTile + plane * tilesPerPlane + within + page;
  const own = (values: Float64Array): number[] => Array.from({ length: columns * rows }, (_, i) => values[start + i * pages]!);
  const short = (tag: number, ...values: number[]): TagToWrite => ({ tag, type: 'short', values });
  const long = (tag: number, value: number): TagToWrite => ({ tag, type: 'long', values: [value] });
  const each = (value: number): number[] => new Array<number>(samples).fill(value);
  const { x, y } = image.pixelSizeUm;
  const told = level === 0 && x !== null && y !== null;
  const kind = image.pixelType.startsWith('float') ? 3 : image.pixelType.startsWith('int') ? 2 : 1;
  return [
    long(Tag.newSubfileType, level > 0 ? 1 : 0),
    long(Tag.width, width),
    long(Tag.height, height),
    short(Tag.bitsPerSample, ...each(8 * BYTES_PER_SAMPLE[image.pixelType])),
    short(Tag.compression, compression),
    short(Tag.photometric, samples === 3 ? Photometric.rgb : Photometric.blackIsZero),
    ...(description === null ? [] : [{ tag: Tag.description, type: 'ascii', text: description } as const]),
    short(Tag.samplesPerPixel, samples),
    ...(told ? [perCentimetre(Tag.xResolution, x), perCentimetre(Tag.yResolution, y)] : []),
    ...(samples > 1 ? [short(Tag.planarConfiguration, 1)] : []),
    ...(told ? [short(Tag.resolutionUnit, 3)] : []),
    { tag: Tag.software, type: 'ascii', text: 'Grove' },
    short(Tag.predictor, differences ? Predictor.horizontal : Predictor.none),
    long(Tag.tileWidth, tileWidth),
    long(Tag.tileHeight, tileHeight),
    { tag: Tag.tileOffsets, type: 'offset', values: own(places.offsets) },
    { tag: Tag.tileByteCounts, type: 'offset', values: own(places.byteCounts) },
    ...(below.length > 0 ? [{ tag: Tag.subIfds, type: 'offset', values: below } as const] : []),
    short(Tag.sampleFormat, ...each(kind)),
  ];
}

function perCentimetre(tag: number, um: number): TagToWrite {
  const value = 10_000 / um;
  const denominator = value < 400_000 ? 10_000 : 1;
  return { tag, type: 'rational', values: [Math.min(2 ** 32 - 1, Math.round(value * denominator)), denominator] };
}
