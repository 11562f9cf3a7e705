import { spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface FuzzRun {
  readonly count: number;
  readonly seed: number;
  /** Number of the first input; 0 when left out. */
  readonly first?: number;
}

export interface FuzzProcess extends FuzzRun {
  /** Gets the first number, the one after the last, the seed, its folder and `further`. */
  readonly script: string;
  /** How the run is started by hand. */
  readonly name: string;
  readonly limitMb: number;
  readonly further?: readonly string[];
  /** Rights beyond reading, as Node.js names them. */
  readonly rights?: readonly string[];
}

export interface FuzzResult {
  /** How many were accepted, and refused with each code. */
  readonly verdicts: Readonly<Record<string, number>>;
  readonly peakMb: number;
}

/** Longest time for one input. */
const SECONDS = 5;

/**
 * Runs a script that judges damaged files in a process that may write nowhere but into a folder of its own. Rejects where one is
 * neither accepted nor refused with a reason, ends the process, takes longer than five seconds, or makes it larger than `limitMb`.
 */
export async function fuzzInChild({
  script,
  name,
  limitMb,
  count,
  seed,
  first = 0,
  further = [],
  rights: more = [],
}: FuzzProcess): Promise<FuzzResult> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'grove-fuzz-')));
  const rights = ['--permission', '--allow-fs-read=*', `--allow-fs-write=${folder}`, ...more];
  const args = [
    ...rights,
    '--max-old-space-size=256',
    script,
    String(first),
    String(first + count),
    String(seed),
    folder,
    ...further,
  ];
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
  const again = `Again: npm run ${name} -- --seed ${seed} --first ${at} --count 1`;
  if (late) throw new Error(`Input ${at} takes longer than ${SECONDS} s. ${again}`);
  if (code !== 0 || result === null) throw new Error(`Input ${at} ended the process with ${code}: ${said} ${again}`);
  const { peakMb } = result as FuzzResult;
  if (peakMb > limitMb) throw new Error(`The process grew to ${peakMb} MB, more than ${limitMb}.`);
  return result;
}
