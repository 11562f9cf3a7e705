import { allCommands } from '../../main/cli/all-commands.ts';
import { runCommandLine } from '../../main/cli/run-command-line.ts';

export interface GroveRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line in this process, with real worker threads, as grove.ts would. */
export async function runGrove(args: readonly string[], signal: AbortSignal = new AbortController().signal): Promise<GroveRun> {
  let stdout = '';
  let stderr = '';
  const code = await runCommandLine(args, allCommands, '1.2.3', {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    signal,
  });
  return { code, stdout, stderr };
}
