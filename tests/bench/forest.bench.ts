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
import type { Forest } from '#core/model/forest.ts';
import { loadKernels } from '../../main/engines/load-kernels.ts';
import { buildKernels } from '../../main/kernels/build.ts';
import { drawCells, paintCells, CELLS_SIZE as SIZE } from './draw-cells.ts';

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
const { image, truth } = drawCells();

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
  const { at, labels } = paintCells(truth, classes, total);
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
