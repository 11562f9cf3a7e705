/**
 * Grove's part of `training.bench.ts`: trains from FOLDER/matrix.f32 and FOLDER/labels.u8 on all cores, and prints its seconds and most
 * memory as JSON. `node tests/bench/training-run.ts FOLDER CLASSES TREES`
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { combineTrees } from '#core/forest/combine-trees.ts';
import { createComputePool } from '../../main/engines/compute-pool.ts';

const [folder, classCount, treeCount] = process.argv.slice(2) as [string, string, string];
const [classes, trees] = [Number(classCount), Number(treeCount)];

function shared(file: string): ArrayBufferLike {
  const bytes = readFileSync(join(folder, file));
  const memory = new SharedArrayBuffer(bytes.length);
  new Uint8Array(memory).set(bytes);
  return memory;
}

const values = new Float32Array(shared('matrix.f32'));
const labels = new Uint8Array(shared('labels.u8'));
const pool = createComputePool();
// Threads start and their code is compiled before anything is measured.
const few = await pool.run('forest.bin', { values: values.subarray(0, 25 * 2000), labels: labels.subarray(0, 2000), classes });
await Promise.all(
  Array.from({ length: pool.threads }, () => pool.run('forest.grow', { table: few, seed: 0, firstTree: 0, treeCount: 1 })),
);
const startMb = Math.round(process.memoryUsage.rss() / 2 ** 20);

const started = performance.now();
const table = await pool.run('forest.bin', { values, labels, classes });
const binned = performance.now();
const groups = Math.min(trees, 4 * pool.threads);
const grown = await Promise.all(
  Array.from({ length: groups }, (_, group) => {
    const firstTree = Math.floor((group * trees) / groups);
    return pool.run('forest.grow', {
      table,
      seed: 0,
      firstTree,
      treeCount: Math.floor(((group + 1) * trees) / groups) - firstTree,
    });
  }),
);
const { report } = combineTrees(table, grown, []);
const ended = performance.now();
await pool.close();
console.log(
  JSON.stringify({
    ...{ threads: pool.threads, bin: (binned - started) / 1000, seconds: (ended - started) / 1000, nodes: report.nodes },
    ...{ outOfBagError: report.outOfBagError, distinctRows: report.distinctRows },
    ...{ startMb, peakMb: Math.round(process.resourceUsage().maxRSS / 1024) },
  }),
);
