import { spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface FuzzRun {
  readonly count: number;
  readonly seed: number;
  /** Number of the first input; 0 when left out. */
  readonly first?: number;
}

export interface FuzzResult {
  /** How many were accepted, and refused with each code. */
  readonly verdicts: Readonly<Record<string, number>>;
  readonly peakMb: number;
}

/** Longest time for one input. */
const SECONDS = 5;
/** Most memory of the whole process; most of it is Node.js itself and the known models. */
export const LIMIT_MB = 512;

/**
 * Judges damaged model files in a process that may write nowhere but into a folder of its own. Rejects where one is neither accepted
 * nor refused with a reason, ends the process, takes longer than five seconds, or makes it larger than LIMIT_MB.
 */
export async function fuzzModels({ count, seed, first = 0 }: FuzzRun): Promise<FuzzResult> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'grove-fuzz-')));
  const script = fileURLToPath(new URL('./judge-many.ts', import.meta.url));
  const rights = ['--permission', '--allow-fs-read=*', `--allow-fs-write=${folder}`];
  const args = [...rights, '--max-old-space-size=256', script, String(first), String(first + count), String(seed), folder];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let at = first;
  let since = performance.now();
  let result: FuzzResult | null = null;
  let said = '';
  let late = false;
  child.stderr.on('data', (text: Buffer) => (said = `${said}${text}`.slice(-4000)));
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.startsWith('{')) result = JSON.parse(line) as FuzzResult;
    else [at, since] = [Number(line), performance.now()];
  });
  const watch = setInterval(() => {
    // Starting takes a while, too.
    if (performance.now() - since < 1000 * (at === first ? 30 : SECONDS)) return;
    late = true;
    child.kill('SIGKILL');
  }, 100);
  const code = await new Promise<number | null>((done) => child.on('close', done));
  clearInterval(watch);
  rmSync(folder, { recursive: true, force: true });
  const again = `Again: npm run fuzz:models -- --seed ${seed} --first ${at} --count 1`;
  if (late) throw new Error(`Input ${at} takes longer than ${SECONDS} s. ${again}`);
  if (code !== 0 || result === null) throw new Error(`Input ${at} ended the process with ${code}: ${said} ${again}`);
  const { peakMb } = result as FuzzResult;
  if (peakMb > LIMIT_MB) throw new Error(`The process grew to ${peakMb} MB, more than ${LIMIT_MB}.`);
  return result;
}
