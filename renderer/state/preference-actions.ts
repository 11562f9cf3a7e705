import type { Preferences } from '#contract/contract.ts';
import { GroveError } from '#core/model/error.ts';
import { attempt, type Context } from './context.ts';
import type { FileRequest } from './platform.ts';

/** What a program answered when it was tried. */
export interface ProgramTest {
  readonly ok: boolean;
  readonly text: string;
}

export interface PreferenceActions {
  /** Opens the dialog with what is set now. */
  begin(): Promise<void>;
  /** Keeps the values and closes the dialog; it stays open where they could not be kept. */
  save(values: Preferences): Promise<void>;
  /** Asks bfconvert at a path, or the one that would be used when empty, for its version. Never throws. */
  testBfconvert(path: string): Promise<ProgramTest>;
}

/** What a file dialog asks for when bfconvert is looked for. */
export const BFCONVERT_REQUEST: FileRequest = {
  title: 'Where is bfconvert?',
  mode: 'open',
  action: 'Choose',
  filters: [{ name: 'All files', extensions: [] }],
};

export function createPreferenceActions(context: Context): PreferenceActions {
  const { client, frame } = context;
  return {
    begin: async () => {
      await attempt(context, async () => {
        const { values, note } = await client.call('preferences.get', {});
        frame.patch({ dialog: { kind: 'preferences', values, note } });
      });
    },
    save: async (values) => {
      await attempt(context, async () => {
        await client.call('preferences.set', values);
        frame.patch({ dialog: null });
      });
    },
    testBfconvert: async (path) => {
      try {
        const found = await client.call('preferences.testBfconvert', { path: path.trim() || null });
        return { ok: true, text: `Bio-Formats ${found.version}${path.trim() === '' ? ` at ${found.path}` : ''} answers.` };
      } catch (thrown) {
        return { ok: false, text: GroveError.from(thrown).message };
      }
    },
  };
}
