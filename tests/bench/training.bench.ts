/**
 * `npm run bench:training`: a forest of 25 trees from a million labelled pixels, 25 features each, by Grove and by scikit-learn on the
 * same matrix, one after the other, out-of-bag error included. Grove uses all rows here; in the product PIXEL_CAP of them.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createFeatureExtractor } from '#core/features/create-feature-extractor.ts';
import { sampleRows } from '#core/features/sample-rows.ts';
import { loadKernels } from '../../main/engines/load-kernels.ts';
import { CELLS_SIZE, drawCells } from './draw-cells.ts';
import { inFolder } from './image-reading.ts';

const LABELS = 1_000_000;
const CLASSES = 3;
const TREES = 25;
const FEATURES = 25;

interface Trained {
  readonly threads: number;
  readonly seconds: number;
  readonly nodes: number;
  readonly outOfBagError: number;
  readonly startMb: number;
  readonly peakMb: number;
}

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

function run(command: string, args: readonly (string | number)[]): Trained | null {
  const { status, stdout } = spawnSync(command, args.map(String), { encoding: 'utf8' });
  return status === 0 ? (JSON.parse(stdout.trim().split('\n').at(-1)!) as Trained) : null;
}

function print(name: string, { threads, seconds, nodes, outOfBagError, startMb, peakMb }: Trained): void {
  console.log(
    `  ${name.padEnd(14)} ${seconds.toFixed(2).padStart(8)} s on ${threads} threads, at most ${peakMb} MB, ${peakMb - startMb} MB more than ` +
      `with the matrix loaded; ${nodes} nodes, out-of-bag error ${outOfBagError.toFixed(4)}`,
  );
}

await inFolder(async (folder) => {
  const { image, truth } = drawCells();
  // About every fourth pixel.
  const at = Float64Array.from({ length: LABELS }, (_, i) => Math.floor((i * CELLS_SIZE ** 2) / LABELS));
  const labels = Uint8Array.from(at, (pixel) => truth[pixel]!);
  const kernels = loadKernels();
  const place = { tile: { x: 0, y: 0, width: CELLS_SIZE, height: CELLS_SIZE }, imageWidth: CELLS_SIZE, imageHeight: CELLS_SIZE };
  const extractor = createFeatureExtractor(kernels, { set: 'basic25', channels: 1, maxWidth: CELLS_SIZE, maxHeight: CELLS_SIZE });
  extractor.loadInput({ width: CELLS_SIZE, height: CELLS_SIZE, channels: 1, data: image }, place);
  writeFileSync(join(folder, 'matrix.f32'), sampleRows(kernels.arena, extractor, CELLS_SIZE, at));
  writeFileSync(join(folder, 'labels.u8'), labels);
  console.log(`${TREES} trees from ${LABELS} rows of ${FEATURES} features, ${CLASSES} classes`);
  const grove = run(process.execPath, [here('training-run.ts'), folder, CLASSES, TREES]);
  if (grove === null) throw new Error('The benchmark of Grove itself failed; run node tests/bench/training-run.ts FOLDER 3 25.');
  print('Grove', grove);
  const rival = ['python3', '/usr/bin/python3', 'python'].reduce<Trained | null>(
    (found, python) => found ?? run(python, [here('training_rival.py'), folder, FEATURES, TREES]),
    null,
  );
  if (rival === null) console.log('  scikit-learn is not here');
  else {
    print('scikit-learn', rival);
    console.log(`  Grove is ${(rival.seconds / grove.seconds).toFixed(1)} × as fast`);
  }
});
