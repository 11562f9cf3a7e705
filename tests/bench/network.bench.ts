/**
 * `npm run bench:network`: a U-Net over large images, run as `grove segment` does, against the runtime alone for the same number of
 * tiles. With `--large` over 20,000 × 20,000 pixels, with the memory that takes, and cancelled early on.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drawNuclei } from '#core/samples/nuclei.ts';
import { resultFiles } from '../../main/formats/result-files.ts';
import { type UNet, writeUNet } from './u-net.ts';

const large = process.argv.includes('--large');
const folder = mkdtempSync(join(tmpdir(), 'grove-bench-network-'));
/** 2.2 G multiply-adds a tile. */
const USUAL: UNet = { channels: 16, levels: 4, tile: 256, border: 16 };
/** Nearer to networks in use, which take seconds a tile. */
const LARGE: UNet = { channels: 32, levels: 4, tile: 256, border: 16 };
/** So that 20,000 × 20,000 pixels take minutes on two cores. */
const SMALL: UNet = { channels: 8, levels: 3, tile: 512, border: 32 };

interface Ran {
  readonly tiles: number;
  readonly startMb: number;
  readonly peakMb: number;
}

interface Once extends Ran {
  readonly ended: string;
  readonly seconds: number;
  readonly estimates: number;
  readonly cancelSeconds: number;
  readonly left: readonly string[];
}

interface Rounds extends Ran {
  readonly own: readonly number[];
  readonly alone: readonly number[];
}

const ROUNDS = 6;

function run<Result extends Ran>(...args: readonly (string | number)[]): Result {
  const script = fileURLToPath(new URL('./network-run.ts', import.meta.url));
  const done = spawnSync(process.execPath, [script, ...args.map(String)], { encoding: 'utf8', maxBuffer: 2 ** 26 });
  const last = done.stdout.trim().split('\n').at(-1);
  if (done.status !== 0 || !last?.startsWith('{')) throw new Error(`${args.join(' ')} failed: ${done.stderr}`);
  return JSON.parse(last) as Result;
}

/** A 16-bit image of `edge` pixels squared, the same nuclei again and again. */
async function writeImage(path: string, edge: number): Promise<string> {
  const writer = await resultFiles.omeTiff({
    ...{ path, scenes: [{ name: 'Scene 1', width: edge, height: edge }], sizeZ: 1, sizeT: 1 },
    ...{ channels: [{ name: 'Grey', color: null }], pixelType: 'uint16', coarsen: 'mean', description: '' },
    pixelSizeUm: { x: null, y: null, z: null },
  });
  const { tileEdge } = writer;
  const { pixels } = drawNuclei({ width: tileEdge, height: tileEdge, seed: 1 });
  for (let y = 0; y < edge; y += tileEdge) {
    for (let x = 0; x < edge; x += tileEdge) {
      const [width, height] = [Math.min(tileEdge, edge - x), Math.min(tileEdge, edge - y)];
      const tile = new Uint16Array(width * height);
      for (let row = 0; row < height; row++) tile.set(pixels.subarray(row * tileEdge, row * tileEdge + width), row * width);
      await writer.write(tile);
    }
  }
  await writer.finish();
  return path;
}

/** Other work on the machine slows down either, so the best round of each counts, too. */
function compare(network: UNet, name: string, image: string): void {
  const { czann } = writeUNet(join(folder, `${network.channels}-${network.tile}`), network);
  const { tiles, own, alone, startMb, peakMb } = run<Rounds>(
    'rounds',
    czann,
    image,
    join(folder, `${network.tile}-labels.tif`),
    ROUNDS,
  );
  const best = Math.min(...alone) / Math.min(...own);
  const middle = median(alone.map((seconds, i) => seconds / own[i]!));
  const seconds = (times: readonly number[]): string => times.map((time) => time.toFixed(1)).join(' ');
  console.log(`${name}: ${tiles} tiles of ${network.tile}² pixels, ${((1000 * Math.min(...alone)) / tiles).toFixed(1)} ms each`);
  console.log(`  runtime alone  ${seconds(alone)} s`);
  console.log(`  Grove          ${seconds(own)} s, at most ${peakMb} MB, ${peakMb - startMb} MB more than before`);
  console.log(
    `  throughput     ${(100 * best).toFixed(0)} % of the runtime alone (best rounds), ${(100 * middle).toFixed(0)} % (median of rounds)`,
  );
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

try {
  if (large) {
    const image = await writeImage(join(folder, 'large.ome.tif'), 20_000);
    const { czann } = writeUNet(join(folder, 'small'), SMALL);
    const out = join(folder, 'large-labels.tif');
    const halfway = run<Once>('grove', czann, image, out, 0.02);
    console.log(
      `cancelled at 2 %: ${halfway.ended} after ${halfway.cancelSeconds.toFixed(2)} s, left behind: ${halfway.left.join() || 'nothing'}`,
    );
    const { tiles, seconds, peakMb, startMb, estimates, ended } = run<Once>('grove', czann, image, out);
    const each = `${((1000 * seconds) / tiles).toFixed(0)} ms a tile`;
    console.log(
      `20,000 × 20,000 uint16: ${ended}, ${tiles} tiles of 512² in ${seconds.toFixed(0)} s, ${each}, ${estimates} estimates`,
    );
    console.log(`  at most ${peakMb} MB, ${peakMb - startMb} MB more than with the network loaded; the image itself has 800 MB`);
  } else {
    const image = await writeImage(join(folder, 'image.ome.tif'), 4096);
    compare(USUAL, 'U-Net of 4 levels, 16 to 128 channels', image);
    compare(LARGE, 'U-Net of 4 levels, 32 to 256 channels', image);
    compare(SMALL, 'U-Net of 3 levels, 8 to 32 channels', image);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
