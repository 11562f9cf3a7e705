import type { ProgressOutput } from './progress-line.ts';

/** What a command may touch of the process that runs it. */
export interface CommandEnvironment {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: ProgressOutput;
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal;
}

/** One command of the command line. Fails by throwing GroveError. */
export interface Command {
  /** Its words, e.g. 'pixel train'. */
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  readonly help: string;
  run(args: readonly string[], environment: CommandEnvironment): Promise<void>;
}
