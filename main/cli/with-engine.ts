import type { Progress } from '#contract/contract.ts';
import { composeEngine, type Engine, type EngineOptions } from '../compose-engine.ts';
import { composeProject, type OpenProject } from '../compose-project.ts';
import type { CommandEnvironment } from './command.ts';
import { createProgressLine } from './progress-line.ts';

/** What a command works with. */
export interface CommandWork {
  readonly engine: Engine;
  /** For long calls: their progress is shown, and Ctrl+C cancels them. */
  readonly call: { readonly signal: AbortSignal; readonly progress: (progress: Progress) => void };
  /** Writes to standard output, below what is shown of the progress. */
  print(text: string): void;
  /** Writes to standard error, likewise. */
  note(text: string): void;
}

/** Does `work` with an engine, which is closed however that ends. */
export async function withEngine<Result>(
  environment: CommandEnvironment,
  options: EngineOptions,
  work: (means: CommandWork) => Promise<Result>,
): Promise<Result> {
  const engine = composeEngine(options);
  return finish(environment, (means) => work({ engine, ...means }), engine.close);
}

/** Does `work` with the document of a project, which is closed however that ends. Throws what composeProject throws. */
export async function withProject<Result>(
  environment: CommandEnvironment,
  path: string,
  options: Parameters<typeof composeProject>[1],
  work: (means: CommandWork & Pick<OpenProject, 'store'>) => Promise<Result>,
): Promise<Result> {
  const { engine, store, close } = await composeProject(path, options);
  return finish(environment, (means) => work({ engine, store, ...means }), close);
}

async function finish<Result>(
  { stdout, stderr, signal }: CommandEnvironment,
  work: (means: Omit<CommandWork, 'engine'>) => Promise<Result>,
  close: () => Promise<void>,
): Promise<Result> {
  const line = createProgressLine(stderr);
  const progress = ({ stage, done, total, secondsLeft }: Progress): void => line.show(stage, done, total, secondsLeft);
  const below =
    (output: { write(text: string): unknown }) =>
    (text: string): void => {
      line.end();
      output.write(text);
    };
  try {
    return await work({ call: { signal, progress }, print: below(stdout), note: below(stderr) });
  } finally {
    line.end();
    await close();
  }
}
