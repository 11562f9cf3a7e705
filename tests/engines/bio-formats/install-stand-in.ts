import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface StandIn {
  /** The script called bfconvert: like the real one, a shell script that starts the program that does the work. */
  readonly program: string;
  /** What it was called with so far, oldest first. */
  runs(): { readonly pid: number; readonly args: readonly string[]; readonly memory: string | null }[];
}

/** Puts the stand-in for bfconvert into a folder, which is made. */
export function installStandIn(folder: string): StandIn {
  mkdirSync(folder, { recursive: true });
  const program = join(folder, 'bfconvert');
  const log = join(folder, 'runs.jsonl');
  const worker = join(dirname(fileURLToPath(import.meta.url)), 'stand-in.ts');
  writeFileSync(program, `#!/bin/sh\n"${process.execPath}" "${worker}" "${log}" "$@"\n`, { mode: 0o755 });
  return {
    program,
    runs: () =>
      existsSync(log)
        ? readFileSync(log, 'utf8')
            .trimEnd()
            .split('\n')
            .map((line) => JSON.parse(line))
        : [],
  };
}
