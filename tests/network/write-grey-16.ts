import { rmSync } from 'node:fs';
import { resultFiles } from '../../main/formats/result-files.ts';

/** Writes a 16-bit grey image, shape (height, width), as an OME-TIFF. */
export async function writeGrey16(path: string, width: number, height: number, pixels: Uint16Array): Promise<void> {
  rmSync(path, { force: true });
  const writer = await resultFiles.omeTiff({
    path,
    scenes: [{ name: 'Scene 1', width, height }],
    sizeZ: 1,
    sizeT: 1,
    channels: [{ name: 'Grey', color: null }],
    pixelType: 'uint16',
    pixelSizeUm: { x: null, y: null, z: null },
    coarsen: 'mean',
    description: '',
  });
  for (let y = 0; y < height; y += writer.tileEdge) {
    for (let x = 0; x < width; x += writer.tileEdge) {
      const across = Math.min(writer.tileEdge, width - x);
      const down = Math.min(writer.tileEdge, height - y);
      const tile = new Uint16Array(across * down);
      for (let row = 0; row < down; row++) {
        const from = (y + row) * width + x;
        tile.set(pixels.subarray(from, from + across), row * across);
      }
      await writer.write(tile);
    }
  }
  await writer.finish();
}
