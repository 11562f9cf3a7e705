import { allocatePixels, type PixelArray, type PlaneIndex } from '#core/model/image.ts';
import { copyRegion } from '#core/raster/copy-region.ts';
import { createOmeTiff, type OmeTiffOptions } from '../../main/formats/ome-tiff/write.ts';
import type { ResultImage, ResultWriter } from '../../main/services/ports.ts';

/** All planes of a result image, in the order in which they are written. */
export function resultPlanes({ scenes, sizeT, sizeZ }: ResultImage): PlaneIndex[] {
  return scenes.flatMap((_, scene) =>
    Array.from({ length: sizeT * sizeZ }, (__, i) => ({ scene, t: Math.floor(i / sizeZ), z: i % sizeZ })),
  );
}

/** The tiles of a plane, shape (channels, height, width), in the order in which a writer takes them. */
export function* tilesOf(image: ResultImage, scene: number, pixels: PixelArray, edge: number): Generator<PixelArray> {
  const { width, height } = image.scenes[scene]!;
  const channels = image.channels.length;
  for (let y = 0; y < height; y += edge) {
    for (let x = 0; x < width; x += edge) {
      const w = Math.min(edge, width - x);
      const h = Math.min(edge, height - y);
      const tile = allocatePixels(image.pixelType, channels * w * h);
      for (let c = 0; c < channels; c++) copyRegion(pixels, (c * height + y) * width + x, width, tile, c * w * h, w, w, h);
      yield tile;
    }
  }
}

/** Gives a writer all planes. */
export async function writePlanes(
  writer: ResultWriter,
  image: ResultImage,
  planeOf: (plane: PlaneIndex) => PixelArray,
): Promise<void> {
  for (const plane of resultPlanes(image)) {
    for (const tile of tilesOf(image, plane.scene, planeOf(plane), writer.tileEdge)) await writer.write(tile);
  }
}

/** Writes a whole OME-TIFF. */
export async function writeOmeTiff(
  image: ResultImage,
  planeOf: (plane: PlaneIndex) => PixelArray,
  options: OmeTiffOptions = {},
): Promise<void> {
  const writer = await createOmeTiff(image, options);
  await writePlanes(writer, image, planeOf);
  await writer.finish();
}
