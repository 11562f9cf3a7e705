import type { PixelType } from '#core/model/image.ts';
import { damaged, tooLarge, unsupported } from '../reading/read-errors.ts';
import { type Directory, hasTag, tagNumbers, tagWhole } from './directory.ts';
import type { TiffPage } from './page.ts';
import { Compression, Photometric, Predictor, Tag } from './tags.ts';
import type { TiffSource } from './tiff-source.ts';

/** Largest piece that must be decoded at once, in bytes. */
export const LARGEST_CHUNK = 2 ** 30;

/** Uncompressed strips are read in parts of about this many bytes. */
const PART_BYTES = 256 * 2 ** 10;

const MOST_SAMPLES = 1024;
const MOST_EDGE = 2 ** 31;

const UNREADABLE_COMPRESSIONS: Readonly<Record<number, string>> = {
  [Compression.oldJpeg]: 'old-style JPEG',
  33003: 'JPEG 2000',
  33004: 'JPEG 2000',
  33005: 'JPEG 2000',
  34712: 'JPEG 2000',
  34887: 'LERC',
  34892: 'lossy JPEG of digital negatives',
  34925: 'LZMA',
  50001: 'WebP',
  50002: 'JPEG XL',
  52546: 'JPEG XL',
};

const READABLE_COMPRESSIONS: readonly number[] = [
  Compression.none,
  Compression.lzw,
  Compression.jpeg,
  Compression.deflate,
  Compression.oldDeflate,
  Compression.packBits,
  Compression.zstd,
];

const CCITT: readonly number[] = [Compression.ccittRle, Compression.ccittFax3, Compression.ccittFax4];

/**
 * Understands and checks the tags of a page, without reading its table of chunks. Throws GroveError 'corrupt', 'unsupported'
 * or 'too-large'.
 */
export async function readPage(tiff: TiffSource, directory: Directory, index: number): Promise<TiffPage> {
  const { file } = tiff;
  const number = (tag: number, absent: number): Promise<number> => tagWhole(tiff, directory, tag, absent);
  const width = await number(Tag.width, 0);
  const height = await number(Tag.height, 0);
  if (!(width >= 1 && height >= 1)) throw damaged(file, `a page is ${width} × ${height} pixels`);
  if (width >= MOST_EDGE || height >= MOST_EDGE) throw tooLarge(file, `declares ${width} × ${height} pixels, which nobody has`);

  const samples = await number(Tag.samplesPerPixel, 1);
  if (samples < 1 || samples > MOST_SAMPLES) throw damaged(file, `a page has ${samples} samples per pixel`);
  const same = async (tag: number, absent: number, what: string): Promise<number> => {
    const values = (await tagNumbers(tiff, directory, tag, MOST_SAMPLES)) ?? [absent];
    if (values.some((value) => value !== values[0])) throw unsupported(file, `has channels of different ${what}`);
    if (!Number.isInteger(values[0])) throw damaged(file, `its tag ${tag} is ${values[0]}, which is no whole number`);
    return values[0]!;
  };
  const bits = await same(Tag.bitsPerSample, 1, 'depth');
  const format = await same(Tag.sampleFormat, 1, 'number formats');
  const compression = await number(Tag.compression, Compression.none);
  const predictor = await number(Tag.predictor, Predictor.none);
  const photometric = await number(Tag.photometric, samples >= 3 ? Photometric.rgb : Photometric.blackIsZero);
  const planar = samples > 1 && (await number(Tag.planarConfiguration, 1)) === 2;
  const extraSamples = (await tagNumbers(tiff, directory, Tag.extraSamples, MOST_SAMPLES)) ?? [];
  const orientation = await number(Tag.orientation, 1);
  const reduced = ((await number(Tag.newSubfileType, 0)) & 1) === 1;
  const reversedBits = (await number(Tag.fillOrder, 1)) === 2;

  const sampleKind = format === 2 ? 'int' : format === 3 ? 'float' : 'uint';
  if (format === 5 || format === 6) throw unsupported(file, 'holds complex numbers', 'convert it to two real channels');
  const pixelType = pixelTypeOf(sampleKind, bits);
  if (pixelType === null) throw unsupported(file, `has samples of ${bits} bits (${sampleKind})`, 'convert it to 16 or 32 bits');

  const jpeg = compression === Compression.jpeg;
  const subsampled = photometric === Photometric.yCbCr && !jpeg;
  const throughSharp = CCITT.includes(compression) || (subsampled && READABLE_COMPRESSIONS.includes(compression));
  if (!throughSharp && !READABLE_COMPRESSIONS.includes(compression)) {
    const name = UNREADABLE_COMPRESSIONS[compression] ?? `method ${compression}`;
    throw unsupported(file, `is compressed with ${name}`);
  }
  if (throughSharp && index < 0) throw unsupported(file, 'has a pyramid level stored like a fax');
  if (jpeg && (bits !== 8 || sampleKind !== 'uint')) throw unsupported(file, `holds JPEG data of ${bits} bits`);
  const predictable = predictor === Predictor.horizontal ? [8, 16, 32].includes(bits) : sampleKind === 'float';
  const plain = predictor === Predictor.none || compression === Compression.none || jpeg || throughSharp;
  if (!plain && !(predictor <= Predictor.floatingPoint && predictable)) {
    throw unsupported(file, `uses the predictor ${predictor} on ${bits}-bit ${sampleKind} samples`);
  }
  if (photometric === Photometric.palette && (samples !== 1 || bits > 16 || sampleKind !== 'uint')) {
    throw unsupported(file, `has a colour table for ${samples} samples of ${bits} bits`);
  }

  const layout = await chunkLayout(tiff, directory, { width, height, samples, bits, planar, compression, throughSharp });
  const kept = keptSamples(samples, photometric, extraSamples);
  return {
    ...{ tiff, directory, index, width, height, samples, bits, sampleKind, planar, compression, photometric, reversedBits },
    ...{ orientation, reduced, extraSamples, throughSharp, shift: 0, looseLengths: false },
    predictor: plain ? Predictor.none : predictor,
    ...layout,
    ...kept,
    pixelType: kept.color === 'palette' || throughSharp ? 'uint8' : pixelType,
    inverted: photometric === Photometric.whiteIsZero && sampleKind === 'uint' && !throughSharp,
  };
}

function pixelTypeOf(kind: TiffPage['sampleKind'], bits: number): PixelType | null {
  if (kind === 'float') return bits === 32 ? 'float32' : bits === 64 ? 'float64' : null;
  if (kind === 'int') return bits === 8 ? 'int8' : bits === 16 ? 'int16' : bits === 32 ? 'int32' : null;
  if (bits >= 1 && bits <= 8) return 'uint8';
  return bits > 8 && bits <= 16 ? 'uint16' : bits === 32 ? 'uint32' : null;
}

/** Which samples become channels. Alpha is no measurement and is left out; other extra samples are channels like any. */
function keptSamples(
  samples: number,
  photometric: number,
  extra: readonly number[],
): Pick<TiffPage, 'color' | 'keptSamples' | 'channels'> {
  if (photometric === Photometric.palette) return { color: 'palette', keptSamples: [0], channels: 3 };
  const colored = (photometric === Photometric.rgb || photometric === Photometric.yCbCr) && samples >= 3;
  const base = colored ? 3 : Math.max(1, samples - extra.length);
  const isAlpha = (i: number): boolean => {
    const kind = extra[i - base];
    // A fourth sample of a colour image that nobody explains is its alpha.
    return kind === 1 || kind === 2 || (colored && samples === 4 && (kind === undefined || kind === 0));
  };
  const kept = Array.from({ length: samples }, (_, i) => i).filter((i) => i < base || !isAlpha(i));
  return { color: colored && kept.length === 3 ? 'rgb' : 'grey', keptSamples: kept, channels: kept.length };
}

interface Stored {
  readonly width: number;
  readonly height: number;
  readonly samples: number;
  readonly bits: number;
  readonly planar: boolean;
  readonly compression: number;
  readonly throughSharp: boolean;
}

type Layout = Pick<TiffPage, 'tiled' | 'chunkWidth' | 'chunkHeight' | 'across' | 'down' | 'storedRows'>;

async function chunkLayout(tiff: TiffSource, directory: Directory, stored: Stored): Promise<Layout> {
  const { file } = tiff;
  const { width, height } = stored;
  const tiled = hasTag(directory, Tag.tileOffsets) && !stored.throughSharp;
  let chunkWidth = width;
  let storedRows = height;
  if (tiled) {
    chunkWidth = await tagWhole(tiff, directory, Tag.tileWidth, 0);
    storedRows = await tagWhole(tiff, directory, Tag.tileHeight, 0);
    if (!(chunkWidth >= 1 && storedRows >= 1))
      throw damaged(file, `it is cut into tiles of ${chunkWidth} × ${storedRows} pixels`);
  } else if (!stored.throughSharp) {
    if (!hasTag(directory, Tag.stripOffsets)) throw damaged(file, 'a page does not say where its pixels are');
    const rows = await tagWhole(tiff, directory, Tag.rowsPerStrip, height);
    if (!(rows >= 1)) throw damaged(file, `its strips have ${rows} rows`);
    storedRows = Math.min(rows, height);
  }
  const rowBytes = Math.ceil((chunkWidth * (stored.planar ? 1 : stored.samples) * stored.bits) / 8);
  const inParts = !tiled && stored.compression === Compression.none && !stored.throughSharp;
  const chunkHeight = inParts ? Math.min(storedRows, Math.max(1, Math.floor(PART_BYTES / rowBytes))) : storedRows;
  // Samples narrower than a byte take a byte each once they are decoded.
  const samplesAcross = chunkWidth * (stored.planar ? 1 : stored.samples);
  const decoded = Math.max(rowBytes, samplesAcross * Math.ceil(stored.bits / 8)) * chunkHeight;
  if (decoded > LARGEST_CHUNK) {
    const size = `${width} × ${height} pixels`;
    throw tooLarge(
      file,
      `(${size}) declares pieces of ${(decoded / 2 ** 30).toFixed(1)} GB that can only be decoded at once; save it as a tiled TIFF`,
    );
  }
  const strips = Math.ceil(height / storedRows);
  return {
    ...{ tiled, chunkWidth, chunkHeight, storedRows },
    across: Math.ceil(width / chunkWidth),
    down: (strips - 1) * Math.ceil(storedRows / chunkHeight) + Math.ceil((height - (strips - 1) * storedRows) / chunkHeight),
  };
}

/** What was left out or changed on reading, for the user. */
export function pageNotes(page: TiffPage): string[] {
  const notes: string[] = [];
  const colorSamples = page.color === 'palette' ? 1 : page.channels;
  if (page.samples > colorSamples) notes.push('The transparency (alpha) is left out.');
  if (page.color === 'palette') notes.push('The colour table is applied: channels are red, green and blue.');
  if (page.inverted) notes.push('0 is stored for white; values are turned round, so that larger is brighter.');
  if (page.orientation > 1)
    notes.push(`The file asks to be shown turned (orientation ${page.orientation}); pixels are as stored.`);
  if (page.throughSharp) notes.push('Values are converted to 8 bits, 0 to 255.');
  return notes;
}
