import type { Input } from '#contract/contract.ts';
import { GroveError } from '#core/model/error.ts';
import { describeFunction, type FunctionName, formatFunction, imageFunction } from '#core/model/image-function.ts';
import { attempt, type Context } from './context.ts';
import { fileName } from './file-chooser.ts';
import type { ImageActions } from './image-actions.ts';

export type FunctionRun = Input<'images.function'>;

export interface FunctionActions {
  /** Opens the dialog for the open image. */
  begin(): void;
  /** Writes the new image and, where wanted, adds it to the project. */
  run(request: FunctionRun, addToProject: boolean): Promise<void>;
}

export function createFunctionActions(context: Context, images: Pick<ImageActions, 'add'>): FunctionActions {
  const { client, frame, jobs, toasts, workspace } = context;
  return {
    begin: () => {
      if (workspace.get().imageId !== null) frame.patch({ dialog: { kind: 'functions' } });
    },
    run: async (request, addToProject) => {
      const written = await attempt(context, async () => {
        const done = await jobs.run('export', `Making ${fileName(request.path)}`, (options) =>
          client.call('images.function', request, options),
        );
        toasts.show('success', [`${fileName(done.path)} was written.`, ...done.notes].join(' '));
        return done.path;
      });
      if (written !== null && addToProject) await images.add([written]);
    },
  };
}

/** A function while its parameters are being chosen, as texts. */
export interface DraftFunction {
  /** Tells rows of a list apart. */
  readonly id: number;
  readonly name: FunctionName;
  readonly texts: Readonly<Record<string, string>>;
}

/** A function with its initial values. */
export function draftFunction(id: number, name: FunctionName): DraftFunction {
  const texts = describeFunction(name).parameters.map(({ key, kind, initial }): [string, string] => {
    if (kind === 'flag') return [key, initial ? 'yes' : 'no'];
    return [key, initial === null ? '' : String(initial)];
  });
  return { id, name, texts: Object.fromEntries(texts) };
}

/** The text that the host takes, or the sentence that says what is missing. */
export function draftText({ name, texts }: DraftFunction): { readonly text: string } | { readonly problem: string } {
  const { title, parameters } = describeFunction(name);
  const empty = parameters.find(
    ({ key, kind, initial }) => initial === null && (kind === 'text' || kind === 'file') && (texts[key] ?? '') === '',
  );
  if (empty !== undefined) return { problem: `${title}: fill in ${empty.label}.` };
  try {
    return { text: formatFunction(imageFunction(name, texts)) };
  } catch (thrown) {
    return { problem: GroveError.from(thrown).message };
  }
}
