import { tagBytes } from './directory.ts';
import type { TiffPage } from './page.ts';
import { Tag } from './tags.ts';

/** What the private tag 34412 (CZ_LSMINFO) of a Zeiss LSM file tells. */
export interface LsmInfo {
  readonly sizeZ: number;
  readonly sizeT: number;
  readonly channels: number;
  /** Positions of the stage times tiles. */
  readonly places: number;
  /** Metres; 0 where unknown. */
  readonly voxel: { readonly x: number; readonly y: number; readonly z: number };
  /** Seconds. */
  readonly timeStep: number;
  readonly colors: readonly { readonly name: string; readonly color: number }[];
}

/** The two numbers with which the tag begins, by version. */
const MAGICS = [0x00300494c, 0x00400494c];
const INFO_BYTES = 1 << 20;
const SHORTEST_INFO = 112;
const MOST_COLORS = 1024;

/** Null where a page has no such tag, or one that is none. */
export async function readLsmInfo(page: TiffPage): Promise<LsmInfo | null> {
  const { tiff, directory } = page;
  const bytes = await tagBytes(tiff, directory, Tag.lsmInfo, INFO_BYTES);
  if (bytes === null || bytes.length < SHORTEST_INFO) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (!MAGICS.includes(view.getUint32(0, true))) return null;
  const count = (at: number): number => (at + 4 <= bytes.length ? Math.max(1, view.getInt32(at, true)) : 1);
  const real = (at: number): number => (at + 8 <= bytes.length ? view.getFloat64(at, true) : 0);
  return {
    sizeZ: count(16),
    channels: count(20),
    sizeT: count(24),
    voxel: { x: real(40), y: real(48), z: real(56) },
    timeStep: real(112),
    places: count(264) * count(268),
    colors: await readColors(page, view.getUint32(108, true)),
  };
}

/** The structure of channel names and colours at a place of the file; empty where it is broken: nothing depends on it. */
async function readColors({ tiff }: TiffPage, at: number): Promise<LsmInfo['colors']> {
  if (at === 0 || at + 24 > tiff.file.size) return [];
  const head = await tiff.table(at, 24, 'its channel colours');
  const [length, colors, names, colorsAt, namesAt] = [0, 4, 8, 12, 16].map((place) => head.getUint32(place, true)) as number[];
  const fits = colors === names && colors! <= MOST_COLORS && length! <= INFO_BYTES && at + length! <= tiff.file.size;
  if (!fits || colorsAt! + 4 * colors! > length! || namesAt! > length!) return [];
  const body = await tiff.table(at, length!, 'its channel colours');
  const told: { name: string; color: number }[] = [];
  let place = namesAt!;
  for (let c = 0; c < colors!; c++) {
    if (place + 4 > length!) return [];
    const size = body.getUint32(place, true);
    if (size < 1 || place + 4 + size > length!) return [];
    const text = Buffer.from(body.buffer, body.byteOffset + place + 4, size);
    const end = text.indexOf(0);
    // Red, green, blue, and a byte without meaning.
    const color = body.getUint32(colorsAt! + 4 * c, false) >>> 8;
    told.push({ name: text.toString('latin1', 0, end < 0 ? size : end), color });
    place += 4 + size;
  }
  return told;
}
