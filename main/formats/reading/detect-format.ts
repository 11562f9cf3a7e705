import { extname } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import { damaged, type NamedFile } from './read-errors.ts';

export type ReadableFormat = 'czi' | 'tiff' | 'png' | 'jpeg' | 'zip' | 'ome-xml';

/** How many bytes detectFormat wants to see. */
export const DETECTION_BYTES = 132;

const TIFF_STARTS = ['II*\0', 'MM\0*', 'II+\0', 'MM\0+'];
const CZI_START = 'ZISRAWFILE';
const PNG_START = '\x89PNG\r\n\x1a\n';
const JPEG_START = '\xff\xd8\xff';
/** An archive, perhaps of an OME-Zarr; the second one has nothing in it. */
const ZIP_STARTS = ['PK\x03\x04', 'PK\x05\x06'];

/** Names of files that describe the OME-TIFFs beside them. */
const OME_XML = /\.ome(\.xml)?$/i;

const READABLE = 'Grove reads CZI, TIFF, OME-TIFF, OME-Zarr, PNG and JPEG now';

const GET_BIO_FORMATS =
  'install its command line tools from openmicroscopy.org and, where bfconvert is not on the PATH, set it in the preferences';

interface KnownContent {
  readonly bytes: readonly (readonly [at: number, bytes: string])[];
  readonly name: string;
  /** Instead of Bio-Formats. */
  readonly advice?: string;
  /** No image, to no program. */
  readonly otherThing?: true;
}

const SAVE_AS = 'save it as PNG or TIFF';

/** Formats told by bytes at certain places, given in latin-1. */
const KNOWN_CONTENT: readonly KnownContent[] = [
  {
    bytes: [
      [0, 'p\0\0\0'],
      [8, '*'],
    ],
    name: 'a Leica LIF file',
  },
  { bytes: [[0, '\xda\xce\xbe\x0a']], name: 'a Nikon ND2 file' },
  { bytes: [[0, '\0\0\0\x0cjP  ']], name: 'a JPEG 2000 or old ND2 file' },
  { bytes: [[0, '\x89HDF\r\n']], name: 'an HDF5 file (Imaris .ims, ilastik .h5)' },
  { bytes: [[0, '\xd0\xcf\x11\xe0']], name: 'an OIB, ZVI or Office file' },
  {
    bytes: [[0, '\x89GRVM']],
    name: 'a Grove model',
    advice: 'choose an image; models are opened under Models',
    otherThing: true,
  },
  {
    bytes: [[0, 'SQLite format 3\0']],
    name: 'a database, perhaps a Grove project',
    advice: 'open projects with Open project',
    otherThing: true,
  },
  { bytes: [[0, 'GIF8']], name: 'a GIF image', advice: SAVE_AS },
  {
    bytes: [
      [0, 'BM'],
      [6, '\0\0\0\0'],
    ],
    name: 'a BMP image',
    advice: SAVE_AS,
  },
  {
    bytes: [
      [0, 'RIFF'],
      [8, 'WEBP'],
    ],
    name: 'a WebP image',
    advice: SAVE_AS,
  },
  { bytes: [[4, 'ftyp']], name: 'a HEIF image or a video', advice: SAVE_AS },
  { bytes: [[128, 'DICM']], name: 'a DICOM file' },
  { bytes: [[0, '\x1f\x8b']], name: 'a gzip archive', advice: 'unpack it and choose the images in it', otherThing: true },
  { bytes: [[0, '%PDF']], name: 'a PDF file', advice: 'choose the images themselves', otherThing: true },
];

/** Formats whose main file looks like a TIFF or like nothing in particular, told by the name. */
const KNOWN_NAMES: Readonly<Record<string, string>> = {
  '.vsi': 'an Olympus VSI file',
  '.oif': 'an Olympus OIF file',
  '.ets': 'part of an Olympus VSI image',
  '.nd2': 'a Nikon ND2 file',
  '.lif': 'a Leica LIF file',
  '.mrc': 'an MRC file',
  '.dv': 'a DeltaVision file',
  '.ims': 'an Imaris file',
  '.ndpi': 'a Hamamatsu NDPI file',
  '.scn': 'a Leica SCN file',
  '.bif': 'a Ventana BIF file',
  '.stk': 'a MetaMorph STK file',
  '.oir': 'an Olympus OIR file',
  '.sld': 'a SlideBook file',
  '.xlef': 'a Leica XLEF file',
  '.lof': 'a Leica LOF file',
};

/**
 * Told by their name even where they begin like a TIFF: what a TIFF reader finds in them is a preview, the first of many planes,
 * or sizes that only their maker's rules explain.
 */
const TIFF_SHELLS = ['.vsi', '.ndpi', '.scn', '.bif', '.stk'];

/**
 * Which reader a file needs, by its first bytes. Throws GroveError 'corrupt' where it is empty, 'invalid-input' where it is
 * something else than an image, and 'unsupported', with what to do, where it is an image of another format or nothing known:
 * Bio-Formats may know it.
 */
export function detectFormat(file: NamedFile & { readonly size: number }, start: Uint8Array): ReadableFormat {
  if (file.size === 0) throw damaged(file, 'it is empty (0 bytes)');
  const text = Buffer.from(start).toString('latin1');
  const ending = extname(file.name).toLowerCase();
  if (TIFF_STARTS.some((magic) => text.startsWith(magic)) && !TIFF_SHELLS.includes(ending)) return 'tiff';
  if (text.startsWith(CZI_START)) return 'czi';
  if (text.startsWith(PNG_START)) return 'png';
  if (text.startsWith(JPEG_START)) return 'jpeg';
  if (OME_XML.test(file.name) && /^(?:\xef\xbb\xbf)?\s*</.test(text)) return 'ome-xml';
  if (ZIP_STARTS.some((magic) => text.startsWith(magic))) return 'zip';
  if (text.length < 8 && [...TIFF_STARTS, PNG_START, JPEG_START].some((magic) => magic.startsWith(text))) {
    throw damaged(file, `only ${file.size} bytes of it are there`);
  }
  if (ending === '.czi') throw damaged(file, 'it does not begin like a CZI file');
  const known = KNOWN_CONTENT.find(({ bytes }) => bytes.every(([at, part]) => text.startsWith(part, at)));
  const name = known?.name ?? KNOWN_NAMES[ending];
  if (name === undefined) {
    const message = `${file.name} is not an image that Grove knows; ${READABLE}: choose such a file, or convert this one to OME-TIFF.`;
    throw new GroveError('unsupported', message, { file: file.path });
  }
  const kind = known?.otherThing ? 'invalid-input' : 'unsupported';
  const message = known?.advice
    ? `${file.name} is ${name}; ${READABLE}: ${known.advice}.`
    : `${file.name} is ${name}, which Grove reads through Bio-Formats: ${GET_BIO_FORMATS}, or export the image as OME-TIFF or OME-Zarr.`;
  throw new GroveError(kind, message, { file: file.path });
}
