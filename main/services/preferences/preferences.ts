import { mkdir, readFile, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import type { Preferences } from '#contract/contract.ts';
import { preferences as schema } from '#contract/schemas.ts';
import { GroveError } from '#core/model/error.ts';
import type { Clock } from '../ports.ts';
import { createTurns } from '../turns.ts';

/** Preferences that change; the others are left out. */
export type PreferencePatch = { readonly [K in keyof Preferences]?: Preferences[K] | undefined };

/** What the user has set for all projects. */
export interface PreferenceStore {
  get(): Promise<Preferences>;
  /** Keeps what the patch does not name. Throws GroveError 'disk-full', 'read-only', 'not-found'. */
  set(patch: PreferencePatch): Promise<Preferences>;
  /** What went wrong with the file since Grove was started, a sentence for the user. */
  note(): string | null;
}

export interface PreferenceMeans {
  readonly file: string;
  readonly clock: Clock;
  /** Replaces the file only when the new one is complete. */
  write(path: string, bytes: Uint8Array): Promise<void>;
}

/** What newer versions have added stays in the file. */
const fileSchema = schema.partial().loose();

/**
 * Preferences in a small JSON file. One that is absent means the defaults; one that is damaged is put aside under another name,
 * and the defaults are used.
 */
export function createPreferences({ file, clock, write }: PreferenceMeans): PreferenceStore {
  let note: string | null = null;
  // So that two changes at once are both kept.
  const inTurn = createTurns();

  async function putAside(): Promise<void> {
    const aside = `${basename(file, '.json')}.damaged-${clock.now().toISOString().replace(/[:.]/g, '-')}.json`;
    const kept = await rename(file, join(dirname(file), aside)).then(
      () => true,
      () => false,
    );
    note = `The preferences could not be read and were set back${kept ? `; the damaged file was kept as ${aside}` : ''}.`;
  }

  async function read(): Promise<z.output<typeof fileSchema>> {
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
      throw new GroveError('unreadable', `The preferences in ${file} cannot be read; check the file.`, { file, cause: error });
    });
    if (text === null) return {};
    try {
      return fileSchema.parse(JSON.parse(text));
    } catch (error) {
      if (!(error instanceof SyntaxError) && !(error instanceof z.ZodError)) throw error;
      await putAside();
      return {};
    }
  }

  const known = ({ bfconvert = null }: PreferencePatch): Preferences => ({ bfconvert });

  return {
    get: () => inTurn(async () => known(await read())),
    set: (patch) =>
      inTurn(async () => {
        const before = await read();
        const changed = { ...before, ...known({ ...before, ...patch }) };
        // Where this fails, writing says why.
        await mkdir(dirname(file), { recursive: true }).catch(() => undefined);
        await write(file, Buffer.from(`${JSON.stringify(changed, null, 2)}\n`));
        return known(changed);
      }),
    note: () => note,
  };
}
