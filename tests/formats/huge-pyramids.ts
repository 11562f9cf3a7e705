import { open } from 'node:fs/promises';
import { type BlockSpec, Compression } from './czi-writer/block-spec.ts';
import { writeCziFile } from './czi-writer/write-czi.ts';
import { encodeTiff, type TestPage, type TestTag } from './encode-tiff.ts';

/** Edge of the finest level; with its coarser levels an image of 4.5 GB, uint16. */
const EDGE = 40_960;
/** Levels up to this edge have pixels, the finer ones are holes in the file and take no room on disk. */
const DRAWN_EDGE = 1280;
const COARSEST_EDGE = 320;
const TIFF_TILE = 512;
const CZI_TILE = 1280;

const EDGES = Array.from({ length: Math.log2(EDGE / COARSEST_EDGE) + 1 }, (_, level) => EDGE / 2 ** level);

/** A disk in the middle of the image; shape (height, width). */
function drawDisk(edge: number): Uint16Array<ArrayBuffer> {
  const middle = (edge - 1) / 2;
  return Uint16Array.from({ length: edge * edge }, (_, i) =>
    Math.hypot((i % edge) - middle, Math.floor(i / edge) - middle) < edge / 3 ? 4000 + (i % 64) : 200 + (i % 64),
  );
}

/** A BigTIFF of EDGE² pixels with its pyramid in sub-directories. */
export async function writeHugeTiff(path: string): Promise<void> {
  // Directories and drawn levels come first and end before this.
  let end = 2 ** 26;
  const levels = EDGES.map((edge): TestPage => {
    const page = { width: edge, height: edge, type: 'uint16', tile: [TIFF_TILE, TIFF_TILE] } as const;
    if (edge <= DRAWN_EDGE) return { ...page, pixels: drawDisk(edge) };
    const [count, bytes] = [Math.ceil(edge / TIFF_TILE) ** 2, 2 * TIFF_TILE ** 2];
    const start = end;
    end += count * bytes;
    const long = (values: number[]): TestTag => ({ type: 16, values });
    const tags = {
      324: long(Array.from({ length: count }, (_, i) => start + i * bytes)),
      325: long(Array<number>(count).fill(bytes)),
    };
    return { ...page, pixels: new Uint16Array(0), chunks: [], tags };
  });
  const [finest, ...below] = levels;
  const bytes = encodeTiff([{ ...finest!, below }], { big: true });
  const file = await open(path, 'w');
  try {
    await file.write(bytes);
    await file.truncate(end);
  } finally {
    await file.close();
  }
}

/** A CZI of EDGE² pixels, a mosaic of 1280² tiles, with its pyramid. */
export async function writeHugeCzi(path: string): Promise<void> {
  const blocks = EDGES.flatMap((edge, level): BlockSpec[] => {
    const stored = Math.min(CZI_TILE, edge);
    const extent = stored * 2 ** level;
    const drawn = edge <= DRAWN_EDGE ? drawDisk(edge) : null;
    return Array.from({ length: (edge / stored) ** 2 }, (_, i) => ({
      ...{ dims: { C: 0 }, pixelType: 1, compression: Compression.none, width: extent, height: extent },
      x: (i % (edge / stored)) * extent,
      y: Math.floor(i / (edge / stored)) * extent,
      ...(level === 0 ? { m: i } : { storedWidth: stored, storedHeight: stored }),
      ...(drawn === null ? { data: new Uint8Array(0), hole: 2 * stored ** 2 } : { data: new Uint8Array(drawn.buffer) }),
    }));
  });
  await writeCziFile(path, { blocks });
}
