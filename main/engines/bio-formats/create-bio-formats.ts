import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { platform, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import type { ImageConverter } from '../../services/ports.ts';
import { diskError } from '../disk-error.ts';
import { isRunning } from '../is-running.ts';
import { conversionError, failureReason } from './conversion-error.ts';
import { createConversionProgress } from './conversion-progress.ts';
import { findProgram, type Program } from './find-program.ts';
import { type FinishedProgram, type RunProgramOptions, runProgram } from './run-program.ts';

export interface BioFormatsOptions {
  /** Path of bfconvert that the user has set, or null. */
  chosen(): Promise<string | null>;
  /** A program that is silent for so long is taken to hang. Large plates are silent for minutes while they are indexed. */
  readonly silenceMs?: number;
  /** How long a program that was asked to end may take until it is made to. */
  readonly patienceMs?: number;
}

const SILENCE_MS = 30 * 60_000;
const PATIENCE_MS = 3000;
const VERSION_SILENCE_MS = 60_000;
const RESULT = 'image.ome.tif';

/**
 * The arguments before the names. Coarser resolutions that the source holds are kept (-noflat); more are not asked for, because
 * bfconvert takes every n-th pixel and fails where a series is too small for them, and Grove makes its own when it needs them.
 * -nolookup keeps values rather than false colours, -no-sas leaves out the maker's own metadata, which may be
 * longer than the pixels. -no-upgrade asks no server.
 */
const ARGUMENTS = [
  ...['-no-upgrade', '-overwrite', '-bigtiff', '-noflat', '-nolookup', '-no-sas'],
  ...['-compression', 'zlib', '-tilex', '512', '-tiley', '512'],
];

/** Converts with bfconvert of Bio-Formats, a program of its own that the user has installed. See README.md. */
export function createBioFormats({
  chosen,
  silenceMs = SILENCE_MS,
  patienceMs = PATIENCE_MS,
}: BioFormatsOptions): ImageConverter {
  const closing = new AbortController();
  const running = new Set<Promise<unknown>>();
  const find = async (): Promise<Program | null> =>
    findProgram(await chosen(), process.env, platform(), process.env.BF_MAX_MEM || heapLimit());

  async function run(
    program: Program,
    args: readonly string[],
    options: Omit<RunProgramOptions, 'env' | 'patienceMs'>,
  ): Promise<FinishedProgram> {
    const signal = AbortSignal.any([options.signal, closing.signal]);
    const work = runProgram(program, args, { ...options, signal, patienceMs, env: programEnvironment() });
    running.add(work);
    try {
      return await work;
    } finally {
      running.delete(work);
    }
  }

  return {
    available: async () => (await find()) !== null,

    async convert(path, out, { signal, onShare }) {
      const program = await find();
      if (program === null) throw new GroveError('not-found', 'bfconvert of Bio-Formats is not there any more.', { file: path });
      const folder = dirname(out);
      const work = join(folder, `.${process.pid}-${randomUUID()}.converting`);
      await mkdir(work, { recursive: true }).catch((error: unknown) => {
        throw diskError(error, work);
      });
      try {
        await removeAbandoned(folder);
        const result = join(work, RESULT);
        const progress = createConversionProgress((await stat(path)).size);
        const finished = await run(program, [...ARGUMENTS, path, RESULT], {
          // The result has a plain name in this folder: % in its path would be a pattern to bfconvert.
          cwd: work,
          signal,
          silenceMs,
          onLine: (line) => {
            progress.line(line);
            onShare(progress.share());
          },
          measure: async () => {
            const bytes = await stat(result).then(
              ({ size }) => size,
              () => 0,
            );
            progress.written(bytes);
            onShare(progress.share());
            return bytes;
          },
        });
        const written = await stat(result).catch(() => null);
        if (finished.code !== 0 || !written?.isFile()) throw conversionError(path, finished, silenceMs);
        await flush(result);
        await rename(result, out);
      } catch (error) {
        throw diskError(error, out);
      } finally {
        await rm(work, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
      }
    },

    async describe(path, signal) {
      const program = path === null ? await find() : await findProgram(path, process.env, platform(), heapLimit());
      if (program === null) {
        const message =
          "No bfconvert is on the PATH; install Bio-Formats' command line tools from openmicroscopy.org, or choose where bfconvert is.";
        throw new GroveError('not-found', message);
      }
      const { lines } = await run(program, ['-version'], { cwd: dirname(program.path), signal, silenceMs: VERSION_SILENCE_MS });
      const version = lines.map((line) => /^\s*Version: (\S.*)$/.exec(line)?.[1]).find((one) => one !== undefined);
      if (version === undefined) {
        const said = failureReason(lines) || 'nothing';
        const message = `${program.path} does not tell a version of Bio-Formats (it says: ${said}); choose bfconvert of Bio-Formats.`;
        throw new GroveError('unsupported', message, { file: program.path });
      }
      return { path: program.path, version: version.trim() };
    },

    async close() {
      closing.abort();
      await Promise.allSettled([...running]);
    },
  };
}

/** Bio-Formats' scripts give Java 512 MB, too little for many images: a quarter of the memory, 1…8 GB. */
function heapLimit(): string {
  return `${Math.round(Math.min(8192, Math.max(1024, totalmem() / 2 ** 22)))}m`;
}

function programEnvironment(): NodeJS.ProcessEnv {
  const { env } = process;
  const utf8 = /utf-?8/i.test(env.LC_ALL || env.LC_CTYPE || env.LANG || '');
  return {
    ...env,
    BF_MAX_MEM: env.BF_MAX_MEM || heapLimit(),
    // Java cannot open files with letters beyond ASCII in their names otherwise.
    ...(platform() !== 'win32' && !utf8 && { LC_ALL: platform() === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8' }),
  };
}

/** What a Grove that was killed has left behind. */
async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = Number(/^\.(\d+)-.*\.converting$/.exec(name)?.[1]);
    if (pid > 0 && !isRunning(pid)) await rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
