/**
 * `node tests/bench/features.bench.ts`: seconds for the feature sets of a 2048² uint16 image on one thread, by kernel, and
 * how far that is from the arithmetic. Best of several runs; the rivals are measured by `npm run bench`.
 */
import { createFeatureExtractor } from '#core/features/create-feature-extractor.ts';
import type { InputPlace } from '#core/features/feature-extractor.ts';
import type { KernelModule } from '#core/kernels/kernel-module.ts';
import type { Kernels } from '#core/kernels/kernels.ts';
import { canonicalFeatureSet, featureSetLabel } from '#core/model/feature-set-id.ts';
import type { FeatureSetId } from '#core/model/features.ts';
import type { PixelBlock } from '#core/model/image.ts';
import { haloRect } from '#core/raster/halo-rect.ts';
import { loadKernels } from '../../main/engines/load-kernels.ts';
import { buildKernels } from '../../main/kernels/build.ts';

const SIZE = 2048;
const TILE = 512;
const RUNS = 7;
/** Multiply-adds per pixel of Basic Features 25 by direct separable filters (specs/engine.md). */
const MULTIPLY_ADDS = 460;

/** What each kernel is used for, in the order printed. */
const USES: Readonly<Record<string, string>> = {
  convert: 'conversion to float32',
  evenFilter: 'long even filters (Gaussians σ > 1, Gabors σ 3, second derivatives, cosine waves)',
  oddFilter: 'long odd filters (first derivatives, sine waves)',
  short: 'short filters (radius ≤ 4)',
  mirrorPair: 'oblique Gabors, along the rows',
  sobelMagnitude: 'Sobel magnitudes',
  addShifted: 'means, copies',
  gradient: 'gradient magnitudes and products',
  symmetricEigenvalues: 'eigenvalues',
  addPlanes: 'Laplacians, differences of Gaussians',
  waveModulus: 'moduli of wavelets',
};

/** The same kernels, each call timed under its use. */
function timed(kernels: Kernels, seconds: Map<string, number>): Kernels {
  // A copy: a proxy may not change what the frozen exports themselves return.
  const wasm = new Proxy(
    { ...kernels.wasm },
    {
      get(target, name: keyof KernelModule & string) {
        const use = Object.keys(USES).find((prefix) => name.startsWith(prefix));
        const kernel = target[name] as unknown;
        if (use === undefined || typeof kernel !== 'function') return kernel;
        return (...values: unknown[]) => {
          const start = performance.now();
          Reflect.apply(kernel, undefined, values);
          seconds.set(use, (seconds.get(use) ?? 0) + (performance.now() - start) / 1000);
        };
      },
    },
  );
  return { wasm, arena: kernels.arena };
}

function noise(): Uint16Array {
  let state = 1;
  return Uint16Array.from({ length: SIZE * SIZE }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return state % 4096;
  });
}

/** Seconds for all features of the image, tile by tile as the product does it, reading left out. */
function extract(kernels: Kernels, set: FeatureSetId, image: Uint16Array): () => number {
  const extractor = createFeatureExtractor(kernels, { set, channels: 1, maxWidth: TILE, maxHeight: TILE });
  const tiles: { readonly block: PixelBlock; readonly place: InputPlace }[] = [];
  for (let y = 0; y < SIZE; y += TILE) {
    for (let x = 0; x < SIZE; x += TILE) {
      const tile = { x, y, width: TILE, height: TILE };
      const rect = haloRect(tile, extractor.halo, SIZE, SIZE);
      const data = new Uint16Array(rect.width * rect.height);
      for (let row = 0; row < rect.height; row++) {
        const from = (rect.y + row) * SIZE + rect.x;
        data.set(image.subarray(from, from + rect.width), row * rect.width);
      }
      tiles.push({
        block: { width: rect.width, height: rect.height, channels: 1, data },
        place: { tile, imageWidth: SIZE, imageHeight: SIZE },
      });
    }
  }
  return () => {
    const start = performance.now();
    for (const { block, place } of tiles) {
      extractor.loadInput(block, place);
      for (let y = 0; y < TILE; y += extractor.stripRows) extractor.compute(y, Math.min(extractor.stripRows, TILE - y));
    }
    return (performance.now() - start) / 1000;
  };
}

/** Multiply-adds per second of the longest inner loop on data in the first-level cache: what four lanes without FMA can do. */
function peak({ wasm, arena }: Kernels): number {
  const radius = 400;
  const width = 512;
  const row = arena.allocZeroed((width + 2 * radius + 64) * 4) + (radius + 32) * 4;
  const out = arena.allocZeroed((width + 16) * 4);
  const taps = arena.allocZeroed((radius + 1) * 4);
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 200; run++) {
    const start = performance.now();
    for (let i = 0; i < 5; i++) wasm.evenFilterAlong(out, width, row, width, width, 1, taps, radius);
    best = Math.min(best, (performance.now() - start) / 5000);
  }
  return ((2 * radius + 1) * width) / best;
}

await buildKernels();
const kernels = loadKernels();
const image = noise();
const limit = peak(kernels);
const SETS = ['basic25', 'basic33', 'multiscale', 'scattering', 'scattering(scales:3)'].map(canonicalFeatureSet);
for (const set of SETS) {
  kernels.arena.reset();
  const run = extract(kernels, set, image);
  const best = Math.min(...Array.from({ length: RUNS }, run));
  console.log(
    `${featureSetLabel(set)}, ${SIZE}² uint16, one thread: ${best.toFixed(4)} s, ${((best / SIZE ** 2) * 1e9).toFixed(1)} ns per pixel`,
  );
  if (set === 'basic25') {
    const rate = (MULTIPLY_ADDS * SIZE ** 2) / best;
    const share = ((100 * rate) / limit).toFixed(0);
    console.log(
      `  ${MULTIPLY_ADDS} multiply-adds per pixel: ${(rate / 1e9).toFixed(1)} G/s, ${share} % of the ${(limit / 1e9).toFixed(1)} G/s of the inner loop alone`,
    );
  }
  kernels.arena.reset();
  const seconds = new Map<string, number>();
  const runTimed = extract(timed(kernels, seconds), set, image);
  for (let i = 0; i < RUNS; i++) runTimed();
  for (const [use, label] of Object.entries(USES)) {
    const value = seconds.get(use);
    if (value !== undefined) console.log(`  ${(value / RUNS).toFixed(4)} s  ${label}`);
  }
}
