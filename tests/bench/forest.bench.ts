/**
 * `node tests/bench/forest.bench.ts`: seconds for training and for prediction of a 2048² image on one thread, features left
 * out; a usual forest and large ones. Best of several runs; the rivals are measured by `npm run bench`.
 */
import { createFeatureExtractor } from '#core/features/create-feature-extractor.ts';
import { sampleRows } from '#core/features/sample-rows.ts';
import { binRows } from '#core/forest/bin-rows.ts';
import { combineTrees } from '#core/forest/combine-trees.ts';
import { growTrees } from '#core/forest/grow-trees.ts';
import { predictBlock } from '#core/forest/predict-block.ts';
import { prepareForest } from '#core/forest/prepare-forest.ts';
import { randomStream } from '#core/forest/random.ts';
import type { Forest } from '#core/model/forest.ts';
import { loadKernels } from '../../main/engines/load-kernels.ts';
import { buildKernels } from '../../main/kernels/build.ts';

const SIZE = 2048;
const FEATURES = 25;
const WHOLE = { tile: { x: 0, y: 0, width: SIZE, height: SIZE }, imageWidth: SIZE, imageHeight: SIZE };

interface Case {
  readonly name: string;
  readonly classes: number;
  readonly labels: number;
  readonly trees: number;
  readonly runs: number;
}

const CASES: readonly Case[] = [
  { name: 'usual', classes: 2, labels: 5000, trees: 25, runs: 5 },
  { name: 'three classes', classes: 3, labels: 5000, trees: 25, runs: 3 },
  { name: 'many trees', classes: 2, labels: 5000, trees: 100, runs: 3 },
  { name: 'large', classes: 3, labels: 50_000, trees: 100, runs: 2 },
  { name: 'at the cap', classes: 3, labels: 100_000, trees: 25, runs: 2 },
];

/** Nuclei and, between them, fibres of similar brightness, on an uneven ground with camera noise; and the class of every pixel. */
function cells(): { image: Uint16Array; truth: Uint8Array } {
  const random = randomStream(7, 0);
  const uniform = (): number => random.nextWord() / 2 ** 32;
  const light = new Float32Array(SIZE * SIZE);
  const truth = new Uint8Array(SIZE * SIZE);
  const stamp = (x: number, y: number, radius: number, level: number, kind: number): void => {
    for (let v = Math.max(0, y - radius); v <= Math.min(SIZE - 1, y + radius); v++) {
      for (let u = Math.max(0, x - radius); u <= Math.min(SIZE - 1, x + radius); u++) {
        const distance = ((u - x) / radius) ** 2 + ((v - y) / radius) ** 2;
        if (distance > 1) continue;
        light[v * SIZE + u] = level * (1.2 - 0.6 * distance);
        truth[v * SIZE + u] = kind;
      }
    }
  };
  for (let fibre = 0; fibre < 260; fibre++) {
    let x = uniform() * SIZE;
    let y = uniform() * SIZE;
    let heading = uniform() * 6.3;
    const level = 200 + 320 * uniform();
    for (let step = 0; step < 200; step++) {
      stamp(Math.round(x), Math.round(y), 3, level, 2);
      heading += (uniform() - 0.5) * 0.15;
      x += Math.cos(heading);
      y += Math.sin(heading);
    }
  }
  for (let n = 0; n < 720; n++)
    stamp(random.nextBelow(SIZE), random.nextBelow(SIZE), 10 + random.nextBelow(11), 200 + 500 * uniform() ** 2, 1);
  const image = Uint16Array.from(light, (value, i) => {
    const ground = 260 + 90 * Math.sin(i / SIZE / 300) + 60 * Math.cos((i % SIZE) / 250);
    const noise = uniform() + uniform() + uniform() + uniform() - 2;
    return value + ground + noise * 2.4 * Math.sqrt(2 * (value + ground));
  });
  return { image, truth };
}

/** Short strokes of three pixels' width, the same number of pixels for each class. */
function paint(truth: Uint8Array, classes: number, total: number): { at: Float64Array; labels: Uint8Array } {
  const random = randomStream(11, total);
  const chosen = new Map<number, number>();
  for (let k = 0; k < classes; k++) {
    const target = chosen.size + Math.floor(total / classes);
    while (chosen.size < target) {
      const start = random.nextBelow(truth.length);
      for (let step = 0; step < 40 && chosen.size < target; step++) {
        for (const side of [-SIZE, 0, SIZE]) {
          const pixel = start + step + side;
          if (pixel < 0 || pixel >= truth.length || chosen.size === target) continue;
          if (Math.min(truth[pixel]!, classes - 1) === k) chosen.set(pixel, k);
        }
      }
    }
  }
  const at = Float64Array.from([...chosen.keys()].sort((a, b) => a - b));
  return { at, labels: Uint8Array.from(at, (pixel) => chosen.get(pixel)!) };
}

function best(runs: number, work: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    work();
    least = Math.min(least, performance.now() - start);
  }
  return least / 1000;
}

await buildKernels();
const kernels = loadKernels();
const { arena } = kernels;
const { image, truth } = cells();

/** Seconds of prediction alone, features being computed strip by strip as the product does. */
function predictSeconds(forest: Forest, runs: number): { prepare: number; predict: number } {
  arena.reset();
  const extractor = createFeatureExtractor(kernels, { set: 'basic25', channels: 1, maxWidth: 512, maxHeight: SIZE });
  const start = performance.now();
  const prepared = prepareForest(kernels, forest, extractor.planeOf);
  const prepare = (performance.now() - start) / 1000;
  const planeStride = 512 * extractor.stripRows;
  const target = {
    labels: arena.alloc(planeStride),
    confidence: arena.alloc(planeStride),
    probabilities: 0,
    stride: 512,
    planeStride,
  };
  let predict = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) {
    let spent = 0;
    for (let x = 0; x < SIZE; x += 512) {
      const left = Math.max(0, x - extractor.halo);
      const right = Math.min(SIZE, x + 512 + extractor.halo);
      const data = new Uint16Array((right - left) * SIZE);
      for (let y = 0; y < SIZE; y++) data.set(image.subarray(y * SIZE + left, y * SIZE + right), y * (right - left));
      extractor.loadInput(
        { width: right - left, height: SIZE, channels: 1, data },
        { ...WHOLE, tile: { x, y: 0, width: 512, height: SIZE } },
      );
      for (let y = 0; y < SIZE; y += extractor.stripRows) {
        const block = extractor.compute(y, Math.min(extractor.stripRows, SIZE - y));
        const begin = performance.now();
        predictBlock(kernels, prepared, block, target);
        spent += performance.now() - begin;
      }
    }
    predict = Math.min(predict, spent / 1000);
  }
  return { prepare, predict };
}

for (const { name, classes, labels: total, trees, runs } of CASES) {
  arena.reset();
  const { at, labels } = paint(truth, classes, total);
  const extractor = createFeatureExtractor(kernels, { set: 'basic25', channels: 1, maxWidth: SIZE, maxHeight: SIZE });
  extractor.loadInput({ width: SIZE, height: SIZE, channels: 1, data: image }, WHOLE);
  const rows = sampleRows(arena, extractor, SIZE, at);
  const table = binRows(rows, FEATURES, labels, classes);
  const bin = best(runs, () => binRows(rows, FEATURES, labels, classes));
  const grow = best(runs, () => growTrees(table, 0, 0, trees));
  const { forest, report } = combineTrees(table, [growTrees(table, 0, 0, trees)], []);
  const { prepare, predict } = predictSeconds(forest, runs);
  console.log(
    `${name}: ${classes} classes, ${total} labels, ${trees} trees, ${report.nodes} nodes, out-of-bag error ${report.outOfBagError.toFixed(3)}\n` +
      `  bin ${bin.toFixed(4)}  grow ${grow.toFixed(3)}  prepare ${prepare.toFixed(4)}  predict ${predict.toFixed(3)} s` +
      ` (${((1e9 * predict) / SIZE ** 2).toFixed(1)} ns a pixel)`,
  );
}
