/**
 * Train & Segment of a 2048² uint16 image, Basic Features 25, 25 trees, 5,000 labelled pixels:
 *
 *     node tests/bench/pipeline.ts --folder FOLDER [--threads 1,2]
 *
 * FOLDER holds image.raw (uint16, size × size) and labels.raw (uint8, 0 = unlabelled), little-endian C order, as the rivals read
 * them; both are drawn where they are absent. Prints one JSON object: per number of threads the seconds for features alone,
 * training, prediction (all of it less the features), total, and the memory at the start and at its peak in MB. Each number of
 * threads is a process of its own; the best of five runs, the image in memory, threads warm.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { FIRST_PLANE, type ImageInfo, type Rect } from '#core/model/image.ts';
import { createWorkerPool } from '../../main/engines/compute-pool.ts';
import { predictInBlocks } from '../../main/services/export/prediction-blocks.ts';
import type { ImageSource } from '../../main/services/ports.ts';
import { classifierModel } from '../../main/services/prediction/segmenting-model.ts';
import { createFeatureRows } from '../../main/services/training/feature-rows.ts';
import { labelArray } from '../../main/services/training/label-image.ts';
import { createLabelFacts } from '../../main/services/training/tile-facts.ts';
import { trainClassifier } from '../../main/services/training/train-classifier.ts';
import type { BenchJobs } from './bench-jobs.ts';
import { drawBenchImage } from './draw-bench-image.ts';

const RUNS = 5;
const TILE = 512;
const SIZE = 2048;
const TREES = 25;

const { values } = parseArgs({
  options: { folder: { type: 'string' }, threads: { type: 'string' }, child: { type: 'boolean' } },
});
const folder = values.folder ?? '';
if (folder === '') throw new Error('Give --folder FOLDER.');
const imageFile = join(folder, 'image.raw');
const labelFile = join(folder, 'labels.raw');

if (values.child) console.log(JSON.stringify(await measure(Number(values.threads))));
else {
  if (!existsSync(imageFile) || !existsSync(labelFile)) {
    mkdirSync(folder, { recursive: true });
    const { image, labels } = drawBenchImage(SIZE);
    writeFileSync(imageFile, new Uint8Array(image.buffer));
    writeFileSync(labelFile, labels);
  }
  const threads = values.threads?.split(',').map(Number) ?? [...new Set([1, availableParallelism()])];
  const runs = threads.map((count) => {
    const args = [fileURLToPath(import.meta.url), '--child', '--folder', folder, '--threads', String(count)];
    const child = spawnSync(process.execPath, args, { encoding: 'utf8' });
    if (child.status !== 0) throw new Error(child.stderr);
    return JSON.parse(child.stdout) as unknown;
  });
  console.log(JSON.stringify({ name: 'grove', runs }));
}

async function measure(threads: number): Promise<object> {
  const bytes = readFileSync(imageFile);
  const size = Math.round(Math.sqrt(bytes.length / 2));
  const pixels = new SharedArrayBuffer(bytes.length);
  new Uint8Array(pixels).set(bytes);
  const labels = new Uint8Array(readFileSync(labelFile));
  const info: ImageInfo = {
    format: 'raw',
    width: size,
    height: size,
    ...{ sizeScene: 1, sizeZ: 1, sizeT: 1 },
    channels: [{ name: 'Grey', color: null }],
    rgb: false,
    pixelType: 'uint16',
    pixelSizeUm: { x: null, y: null, z: null },
    levels: [{ width: size, height: size, downsample: 1 }],
    chunk: { width: size, height: size },
  };
  const source: ImageSource = { kind: 'shared', path: imageFile, image: { info, pixels } };
  const sources = { of: async () => source, checkReady: async () => undefined };
  const image = { path: imageFile, name: 'image', contentHash: 'bench', info };
  const pool = createWorkerPool<BenchJobs>({ threads, worker: fileURLToPath(new URL('./bench.worker.ts', import.meta.url)) });
  const whole: Rect = { x: 0, y: 0, width: size, height: size };
  const settings = { set: 'basic25', channels: [0] } as const;
  const clock = { now: () => new Date(0), elapsed: () => performance.now() };
  const seconds = async (work: () => Promise<unknown>): Promise<number> => {
    const start = performance.now();
    await work();
    return (performance.now() - start) / 1000;
  };

  const features = async (): Promise<void> => {
    const tiles: Promise<null>[] = [];
    for (let y = 0; y < size; y += TILE) {
      for (let x = 0; x < size; x += TILE) {
        const rect = { x, y, width: Math.min(TILE, size - x), height: Math.min(TILE, size - y) };
        tiles.push(pool.run('bench.features', { source, rect, settings }));
      }
    }
    await Promise.all(tiles);
  };
  const train = () => {
    const featureRows = createFeatureRows(pool, sources);
    const classes = [1, 2].map((value) => ({ value, name: `Class ${value}`, color: value }));
    const request = {
      sources: [labelArray(labels, image, FIRST_PLANE)],
      classes,
      set: settings.set,
      channels: null,
      trees: TREES,
      seed: 0,
    };
    const naming = { name: 'bench', description: '', version: 1, newId: () => String(performance.now()) };
    return trainClassifier(
      { ...request, ...naming },
      { pool, featureRows, labelFacts: createLabelFacts(), clock, appVersion: '0' },
    );
  };
  let model = await train();
  const segment = (): Promise<unknown> => {
    const subject = classifierModel(model, image, settings.channels, { pool, sources });
    return predictInBlocks(
      subject,
      FIRST_PLANE,
      whole,
      { edge: TILE, probabilities: false, lane: 0 },
      new AbortController().signal,
    );
  };

  const startMb = process.memoryUsage().rss / 2 ** 20;
  const rounds: { features: number; train: number; segment: number }[] = [];
  for (let run = 0; run < RUNS; run++) {
    const trainSeconds = await seconds(async () => {
      model = await train();
    });
    rounds.push({ train: trainSeconds, segment: await seconds(segment), features: 0 });
  }
  const peakMb = process.resourceUsage().maxRSS / 1024;
  for (const round of rounds) round.features = await seconds(features);
  await pool.close();
  const best = (of: (round: (typeof rounds)[number]) => number): number => Math.min(...rounds.map(of));
  const featureSeconds = best((round) => round.features);
  const segmentSeconds = best((round) => round.segment);
  const round = (value: number): number => Math.round(value * 1e4) / 1e4;
  return {
    threads,
    features: round(featureSeconds),
    train: round(best((one) => one.train)),
    predict: round(Math.max(0, segmentSeconds - featureSeconds)),
    total: round(best((one) => one.train + one.segment)),
    startMb: Math.round(startMb),
    peakMb: Math.round(peakMb),
  };
}
