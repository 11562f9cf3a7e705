import { type BlockSpec, PIXEL_BYTES } from './block-spec.ts';
import { type CziMetadata, cziMetadata } from './czi-metadata.ts';
import { writeCzi } from './write-czi.ts';

export interface CziImage {
  readonly scenes: readonly { readonly width: number; readonly height: number; readonly name?: string; readonly well?: string }[];
  readonly sizeC: number;
  readonly sizeZ: number;
  readonly sizeT: number;
  /** Edge of the mosaic tiles. */
  readonly tile: number;
  /** Coarser levels, each half of the one before, of the mean of 2 × 2 pixels. */
  readonly pyramid?: number;
  readonly compression?: number;
  readonly metadata?: CziMetadata;
  readonly timeStamps?: readonly number[];
  /** Value of a pixel, 0…65535. */
  value(scene: number, c: number, z: number, t: number, x: number, y: number): number;
}

/**
 * The bytes of a 16-bit CZI of any number of scenes, channels, Z planes and time points, as a mosaic with a pyramid where wanted:
 * `writeFileSync(path, await cziImage({ scenes: [{ width: 300, height: 200 }], sizeC: 2, sizeZ: 3, sizeT: 2, tile: 128, value }))`.
 * Scenes lie beside each other, 10,000 pixels apart.
 */
export async function cziImage(image: CziImage): Promise<Uint8Array> {
  const blocks: BlockSpec[] = [];
  for (const [s, { width, height }] of image.scenes.entries()) {
    for (let t = 0; t < image.sizeT; t++) {
      for (let z = 0; z < image.sizeZ; z++) {
        for (let c = 0; c < image.sizeC; c++) {
          let plane: Float64Array = Float64Array.from({ length: width * height }, (_, i) =>
            image.value(s, c, z, t, i % width, Math.floor(i / width)),
          );
          let [w, h] = [width, height];
          for (let level = 0; level <= (image.pyramid ?? 0); level++) {
            addTiles(blocks, image, { S: s, C: c, Z: z, T: t }, plane, w, h, level, { width, height });
            plane = halved(plane, w, h);
            [w, h] = [Math.ceil(w / 2), Math.ceil(h / 2)];
          }
        }
      }
    }
  }
  const scenes = image.scenes.map(({ name, well }, i) => ({ name: name ?? `P${i + 1}`, ...(well !== undefined && { well }) }));
  const metadata = cziMetadata({ scenes, ...image.metadata });
  return writeCzi({ blocks, metadata, ...(image.timeStamps && { timeStamps: image.timeStamps }) });
}

function addTiles(
  blocks: BlockSpec[],
  { tile, compression = 0 }: CziImage,
  dims: { S: number; C: number; Z: number; T: number },
  plane: Float64Array,
  width: number,
  height: number,
  level: number,
  whole: { width: number; height: number },
): void {
  const factor = 2 ** level;
  let m = 0;
  for (let y = 0; y < height; y += tile) {
    for (let x = 0; x < width; x += tile) {
      const storedWidth = Math.min(tile, width - x);
      const storedHeight = Math.min(tile, height - y);
      const words = Uint16Array.from({ length: storedWidth * storedHeight }, (_, i) => {
        return Math.round(plane[(y + Math.floor(i / storedWidth)) * width + x + (i % storedWidth)]!);
      });
      const extent =
        level === 0 ? { width: storedWidth, height: storedHeight } : cut(x, y, storedWidth, storedHeight, factor, whole);
      blocks.push({
        dims,
        ...(level === 0 && { m: m++ }),
        x: 10_000 * dims.S + x * factor,
        y: y * factor,
        ...extent,
        storedWidth,
        storedHeight,
        pixelType: 1,
        compression,
        data: new Uint8Array(words.buffer, 0, words.length * PIXEL_BYTES[1]!),
      });
    }
  }
}

function cut(x: number, y: number, width: number, height: number, factor: number, whole: { width: number; height: number }) {
  return {
    width: Math.min(width * factor, whole.width - x * factor),
    height: Math.min(height * factor, whole.height - y * factor),
  };
}

/** Means of 2 × 2 pixels, fewer at odd edges. */
function halved(plane: Float64Array, width: number, height: number): Float64Array {
  const w = Math.ceil(width / 2);
  const half = new Float64Array(w * Math.ceil(height / 2));
  for (let i = 0; i < half.length; i++) {
    const x = 2 * (i % w);
    const y = 2 * Math.floor(i / w);
    let sum = 0;
    let count = 0;
    for (const [dx, dy] of [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ] as const) {
      if (x + dx >= width || y + dy >= height) continue;
      sum += plane[(y + dy) * width + x + dx]!;
      count++;
    }
    half[i] = sum / count;
  }
  return half;
}
