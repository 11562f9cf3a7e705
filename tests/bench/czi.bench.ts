/**
 * `node tests/bench/czi.bench.ts`: MB of pixels per second read from CZIs of a 2048² uint16 image, a mosaic of 512² tiles, with each
 * compression, beside reading the file's bytes. Nothing is cached between runs. Best of several runs.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BlockSpec, Compression } from '../formats/czi-writer/block-spec.ts';
import { writeCzi } from '../formats/czi-writer/write-czi.ts';
import { benchPixels, cutTiles, fileRates, inFolder, printHead, printRates, TILE, TILES } from './image-reading.ts';

const GRAY16 = 1;
const tiles = cutTiles(benchPixels());
const packings: readonly (readonly [string, Pick<BlockSpec, 'compression' | 'hiLo'>])[] = [
  ['none', { compression: Compression.none }],
  ['zstd0', { compression: Compression.zstd0 }],
  ['zstd1', { compression: Compression.zstd1 }],
  ['zstd1, low and high bytes apart', { compression: Compression.zstd1, hiLo: true }],
  ['LZW', { compression: Compression.lzw }],
];

await inFolder(async (folder) => {
  printHead('CZI, 2048² uint16 (MB/s)');
  let none = 0;
  for (const [name, packing] of packings) {
    const blocks = tiles.map((tile, m): BlockSpec => {
      const { x, y } = TILES[m]!;
      const place = { dims: { C: 0 }, m, x, y, width: TILE, height: TILE };
      return { ...place, pixelType: GRAY16, data: new Uint8Array(tile.buffer), ...packing };
    });
    const path = join(folder, `${name}.czi`);
    writeFileSync(path, await writeCzi({ blocks }));
    const rates = await fileRates(path);
    none ||= rates.regions;
    printRates(name, rates, none);
  }
});
