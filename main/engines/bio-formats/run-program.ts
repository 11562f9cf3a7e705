import { type ChildProcess, spawn } from 'node:child_process';
import { platform } from 'node:os';
import { cancelled, GroveError } from '#core/model/error.ts';
import { endProcessTree } from './end-process-tree.ts';
import type { Program } from './find-program.ts';
import { createOutputLines } from './output-lines.ts';

export interface RunProgramOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Ends the program with all it started. */
  readonly signal: AbortSignal;
  /** Ends it, too, when it neither prints anything nor makes `measure` change for so long. */
  readonly silenceMs: number;
  /** How long it may take to end when asked to, and pipes may stay open after its end. */
  readonly patienceMs: number;
  readonly onLine?: (line: string) => void;
  /** How far it is, by whatever it leaves behind; asked every now and then. */
  readonly measure?: () => Promise<number>;
}

export interface FinishedProgram {
  /** Null where it was killed. */
  readonly code: number | null;
  readonly silent: boolean;
  /** The end of what it printed. */
  readonly lines: readonly string[];
}

const MEASURE_MS = 500;

/**
 * Runs a program to its end, without a shell and without input. Rejects with 'cancelled' after `signal`, once nothing of it runs
 * any more; throws GroveError 'not-found' or 'unreadable' where it cannot be started. Ends with Grove.
 */
export async function runProgram(
  { path, command, args }: Program,
  ownArgs: readonly string[],
  options: RunProgramOptions,
): Promise<FinishedProgram> {
  const { cwd, env, signal, silenceMs, patienceMs, onLine, measure } = options;
  if (signal.aborted) throw cancelled();
  const child = spawn(command, [...args, ...ownArgs], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
    // The leader of a group of its own, so that all of the group can be ended.
    detached: platform() !== 'win32',
  });
  let heard = performance.now();
  let silent = false;
  const lines = createOutputLines((line) => onLine?.(line));
  for (const [name, stream] of [['out', child.stdout] as const, ['err', child.stderr] as const]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      heard = performance.now();
      lines.push(name, text);
    });
  }

  let ending: NodeJS.Timeout | undefined;
  const end = (): void => {
    if (child.pid === undefined || ending !== undefined) return;
    const { pid } = child;
    endProcessTree(pid, false);
    ending = setTimeout(() => endProcessTree(pid, true), patienceMs);
  };
  const endNow = (): void => {
    if (child.pid !== undefined) endProcessTree(child.pid, true);
  };
  let measured = Number.NaN;
  const watch = setInterval(
    async () => {
      const now = await measure?.().catch(() => Number.NaN);
      if (now !== undefined && !Object.is(now, measured)) heard = performance.now();
      measured = now ?? measured;
      if (performance.now() - heard < silenceMs) return;
      silent = true;
      end();
    },
    Math.min(MEASURE_MS, silenceMs / 4),
  );
  signal.addEventListener('abort', end, { once: true });
  process.once('exit', endNow);
  try {
    const code = await ended(child, path, patienceMs);
    // Children that outlive the script that started them.
    if (signal.aborted || silent) endNow();
    if (signal.aborted) throw cancelled();
    return { code, silent, lines: lines.last() };
  } finally {
    clearInterval(watch);
    clearTimeout(ending);
    signal.removeEventListener('abort', end);
    process.removeListener('exit', endNow);
  }
}

function ended(child: ChildProcess, path: string, patienceMs: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('close', (code) => resolve(code));
    // Pipes that a grandchild keeps open must not hold us.
    child.once('exit', (code) => setTimeout(() => resolve(code), patienceMs).unref());
    child.once('error', (error: NodeJS.ErrnoException) => {
      const absent = error.code === 'ENOENT';
      const java = absent && child.spawnfile !== path;
      const message = java
        ? 'Bio-Formats needs Java, which was not found; install Java, or set JAVA_HOME to its folder.'
        : `${path} cannot be started (${error.code ?? error.message}); choose bfconvert of Bio-Formats in the preferences.`;
      reject(new GroveError(absent ? 'not-found' : 'unreadable', message, { file: path, cause: error }));
    });
  });
}
