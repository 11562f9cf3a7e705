/**
 * `npm run bench`: Train & Segment of a 2048² image by Grove and by what Python offers, side by side on the same pixels and
 * labels; then the rates at which image formats are read and written. Compare ratios; milliseconds differ from machine to machine.
 * With `--large` also the time per pixel and the memory of a 16384² image against a 4096² one.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Times {
  readonly features: number;
  readonly train: number;
  readonly predict: number;
  readonly total: number;
}

interface GroveRun extends Times {
  readonly threads: number;
  readonly startMb: number;
  readonly peakMb: number;
}

interface Rival extends Partial<Times> {
  readonly name: string;
  readonly threads?: number;
  readonly missing?: string;
}

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const RIVALS: Readonly<Record<string, string>> = {
  scipy: 'SciPy + scikit-image + scikit-learn',
  opencv: 'OpenCV + scikit-learn',
};

/**
 * Seconds below which two cores with AVX2 and fused multiply-add at about 3.15 GHz cannot go: 460 multiply-adds a pixel for the
 * features at 102 G/s; one visit a tree and level for the forest, 25 trees of depth 8.3 at 2.5 G visits/s.
 */
const LIMIT = { features: 0.019, predict: 0.35 };

function run(command: string, args: readonly string[]): string | null {
  const done = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 26 });
  return done.status === 0 ? done.stdout : null;
}

function rivals(folder: string): Rival[] {
  let answer: Rival[] = [];
  for (const python of ['python3', '/usr/bin/python3', 'python']) {
    const lines =
      run(python, [here('rivals.py'), folder])
        ?.trim()
        .split('\n') ?? [];
    const found = lines.map((line) => JSON.parse(line) as Rival);
    if (found.filter((one) => !one.missing).length > answer.filter((one) => !one.missing).length || answer.length === 0)
      answer = found;
  }
  return answer;
}

const ms = (seconds: number): string => `${(seconds * 1000).toFixed(0)} ms`.padStart(9);
const row = (name: string, times: Times, tail = ''): string =>
  `${name.padEnd(48)}${ms(times.features)}${ms(times.train)}${ms(times.predict)}${ms(times.total)}  ${tail}`;

/** Rates of the formats, each in a process of its own. */
function printFormats(): void {
  for (const bench of ['tiff.bench.ts', 'czi.bench.ts', 'ome-zarr.bench.ts']) {
    console.log('');
    const { status } = spawnSync(process.execPath, [here(bench)], { stdio: 'inherit' });
    if (status !== 0) throw new Error(`${bench} failed.`);
  }
}

const folder = mkdtempSync(join(tmpdir(), 'grove-bench-'));
try {
  const out = run(process.execPath, [here('pipeline.ts'), '--folder', folder]);
  if (out === null) throw new Error('The benchmark of Grove itself failed; run node tests/bench/pipeline.ts --folder FOLDER.');
  const { runs } = JSON.parse(out) as { runs: GroveRun[] };
  console.log('2048² uint16, one channel, Basic Features 25, 25 trees, 5,000 labelled pixels\n');
  console.log(`${''.padEnd(48)}${['features', 'train', 'predict', 'total'].map((one) => one.padStart(9)).join('')}`);
  for (const one of runs) {
    console.log(
      row(
        `Grove, ${one.threads} thread${one.threads > 1 ? 's' : ''}`,
        one,
        `peak ${one.peakMb} MB, ${one.peakMb - one.startMb} MB more than before`,
      ),
    );
  }
  const grove = runs.at(-1)!;
  for (const rival of rivals(folder)) {
    const name = RIVALS[rival.name] ?? rival.name;
    if (rival.missing !== undefined || rival.total === undefined) {
      console.log(`${name}: not here (${rival.missing ?? 'no answer'})`);
      continue;
    }
    const times = rival as Times;
    console.log(
      row(
        `${name}, ${rival.threads} threads`,
        times,
        `Grove is ${(times.total / grove.total).toFixed(1)} × as fast; features ${(times.features / grove.features).toFixed(2)} ×`,
      ),
    );
  }
  console.log(
    `\nTimes the limit of two AVX2 cores: features ${(grove.features / LIMIT.features).toFixed(1)}, ` +
      `predict ${(grove.predict / LIMIT.predict).toFixed(2)} (of walking trees pixel by pixel, which evaluation by packets undercuts)`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

printFormats();

if (process.argv.includes('--large')) {
  const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));
  const args = [vitest, 'run', '--config', 'tests/slow/vitest.config.ts', 'tests/slow/large-image.test.ts'];
  spawnSync(process.execPath, args, { stdio: 'inherit', cwd: here('../..') });
}
