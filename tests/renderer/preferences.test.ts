import { beforeEach, describe, expect, it } from 'vitest';
import type { Preferences } from '#contract/contract.ts';
import { GroveError } from '#core/model/error.ts';
import type { GroveClient } from '../../renderer/client/grove-client.ts';
import { type App, createApp } from '../../renderer/state/app.ts';
import { BROWSER } from '../../renderer/state/platform.ts';
import { createScriptedHost } from './scripted-host.ts';

let app: App;
let kept: Preferences;
let full: boolean;
let asked: (string | null)[];

beforeEach(() => {
  kept = { bfconvert: '/opt/bfconvert' };
  full = false;
  asked = [];
  const host = createScriptedHost();
  const answers: Record<string, (input: never) => unknown> = {
    'preferences.get': () => ({ values: kept, note: 'The preferences were set back.' }),
    'preferences.set': (input: Partial<Preferences>) => {
      if (full) throw new GroveError('disk-full', 'The disk is full.');
      kept = { ...kept, ...input };
      return kept;
    },
    'preferences.testBfconvert': ({ path }: { path: string | null }) => {
      asked.push(path);
      if (path === '/gone') throw new GroveError('not-found', 'There is no bfconvert at /gone.');
      return { path: path ?? '/usr/bin/bfconvert', version: '8.1.0' };
    },
  };
  const call = async (method: string, input: never, options: object): Promise<unknown> =>
    answers[method]?.(input) ?? host.client.call(method as 'app.info', input, options);
  app = createApp({ ...host.client, call: call as GroveClient['call'] }, BROWSER);
});

describe('the preferences', () => {
  const begin = async (): Promise<void> => {
    app.commands.find(({ id }) => id === 'window.preferences')!.run();
    await Promise.resolve();
    await Promise.resolve();
  };

  it('are opened by a command, with what is set and what went wrong', async () => {
    await begin();
    expect(app.frame.get().dialog).toEqual({ kind: 'preferences', values: kept, note: 'The preferences were set back.' });
  });

  it('are kept and closed', async () => {
    await begin();
    await app.preferences.save({ bfconvert: null });
    expect(kept).toEqual({ bfconvert: null });
    expect(app.frame.get().dialog).toBeNull();
  });

  it('stay open, with a message, where they cannot be kept', async () => {
    await begin();
    full = true;
    await app.preferences.save({ bfconvert: '/other' });
    expect(app.frame.get().dialog?.kind).toBe('preferences');
    expect(app.toasts.get().map(({ message }) => message)).toEqual(['The disk is full.']);
  });

  it('try a path before it is kept', async () => {
    expect(await app.preferences.testBfconvert(' /new/bfconvert ')).toEqual({ ok: true, text: 'Bio-Formats 8.1.0 answers.' });
    expect(await app.preferences.testBfconvert('')).toEqual({
      ok: true,
      text: 'Bio-Formats 8.1.0 at /usr/bin/bfconvert answers.',
    });
    expect(await app.preferences.testBfconvert('/gone')).toEqual({ ok: false, text: 'There is no bfconvert at /gone.' });
    expect(asked).toEqual(['/new/bfconvert', null, '/gone']);
  });
});
