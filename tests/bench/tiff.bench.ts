/**
 * `node tests/bench/tiff.bench.ts`: MB of pixels per second read from TIFFs of a 2048² uint16 image, beside reading the file's bytes
 * and beside a plain reader over node:zlib, and written to OME-TIFF. Nothing is cached between runs. Best of several runs.
 */
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TileCompression } from '../../main/formats/ome-tiff/compress-tile.ts';
import { createOmeTiff } from '../../main/formats/ome-tiff/write.ts';
import { encodeTiff, type TestPage } from '../formats/encode-tiff.ts';
import { benchPixels, cutTiles, fileRates, inFolder, printHead, printRates, rate, SIZE } from './image-reading.ts';
import { plainTiff } from './plain-tiff.ts';

const pixels = benchPixels();
const tiles = cutTiles(pixels);

const page: TestPage = { width: SIZE, height: SIZE, type: 'uint16', pixels };
const layouts: readonly { name: string; layout: Partial<TestPage>; bigEndian?: boolean; plain?: boolean }[] = [
  { name: 'none, one strip', layout: {}, plain: true },
  { name: 'none, one strip, big-endian', layout: {}, bigEndian: true },
  { name: 'none, strips of one row', layout: { rowsPerStrip: 1 }, plain: true },
  { name: 'Deflate, strips of 16 rows', layout: { compression: 8, rowsPerStrip: 16 }, plain: true },
  { name: 'Deflate, predictor, strips of 16 rows', layout: { compression: 8, predictor: 2, rowsPerStrip: 16 }, plain: true },
  { name: 'Deflate, predictor, 256² tiles', layout: { compression: 8, predictor: 2, tile: [256, 256] }, plain: true },
  { name: 'zstd, predictor, 256² tiles', layout: { compression: 50000, predictor: 2, tile: [256, 256] } },
  { name: 'LZW, strips of 16 rows', layout: { compression: 5, rowsPerStrip: 16 } },
  { name: 'LZW, predictor, 256² tiles', layout: { compression: 5, predictor: 2, tile: [256, 256] } },
  { name: 'PackBits, strips of 16 rows', layout: { compression: 32773, rowsPerStrip: 16 } },
];

async function writing(path: string, compression: TileCompression): Promise<number> {
  return rate(async () => {
    const file = await createOmeTiff(
      {
        ...{ path, pixelType: 'uint16', description: '', sizeZ: 1, sizeT: 1, coarsen: 'mean' },
        scenes: [{ name: 'Scene 1', width: SIZE, height: SIZE }],
        channels: [{ name: 'Nuclei', color: null }],
        pixelSizeUm: { x: null, y: null, z: null },
      },
      { compression },
    );
    for (const tile of tiles) await file.write(tile);
    await file.finish();
  }, 3);
}

await inFolder(async (folder) => {
  printHead('TIFF, 2048² uint16 (MB/s)');
  let none = 0;
  for (const [i, { name, layout, bigEndian = false, plain = false }] of layouts.entries()) {
    const path = join(folder, `${i}.tif`);
    writeFileSync(path, encodeTiff([{ ...page, ...layout }], { bigEndian }));
    const rates = await fileRates(path);
    none ||= rates.regions;
    const rival = plain ? await rate(() => plainTiff(path)) : null;
    const tail = rival === null ? '' : `plain reader: ${rival.toFixed(0)}, Grove ${(rates.whole / rival).toFixed(2)} ×`;
    printRates(name, rates, none, tail);
  }
  console.log('  writing OME-TIFF, 512² tiles');
  for (const [name, compression] of [
    ['none', { method: 'none' }],
    ['Deflate, level 1', { method: 'deflate', level: 1 }],
    ['Deflate, level 6', { method: 'deflate', level: 6 }],
    ['zstd, level 3', { method: 'zstd', level: 3 }],
  ] as const) {
    const path = join(folder, 'written.ome.tif');
    const written = await writing(path, compression);
    const share = (100 * statSync(path).size) / (2 * SIZE * SIZE);
    console.log(`    ${name.padEnd(40)}${written.toFixed(0).padStart(9)}   ${share.toFixed(0)} % of the size`);
  }
});
