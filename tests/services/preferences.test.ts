import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeWholeFile } from '../../main/formats/writing/write-whole-file.ts';
import { createPreferences, type PreferenceStore } from '../../main/services/preferences/preferences.ts';

let folder: string;
let file: string;
const clock = { now: () => new Date('2026-03-04T05:06:07.089Z'), elapsed: () => 0 };
const open = (): PreferenceStore => createPreferences({ file, clock, write: writeWholeFile });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'grove-preferences-'));
  file = join(folder, 'data', 'preferences.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('preferences', () => {
  it('are the defaults until something is set, and stay for the next start', async () => {
    const preferences = open();
    expect(await preferences.get()).toEqual({ bfconvert: null });
    expect(await preferences.set({ bfconvert: '/opt/bftools/bfconvert' })).toEqual({ bfconvert: '/opt/bftools/bfconvert' });
    expect(await open().get()).toEqual({ bfconvert: '/opt/bftools/bfconvert' });
    expect(await open().set({ bfconvert: null })).toEqual({ bfconvert: null });
    expect(await open().get()).toEqual({ bfconvert: null });
    expect(readdirSync(join(folder, 'data'))).toEqual(['preferences.json']);
  });

  it('keep what a newer version has written beside them', async () => {
    const preferences = open();
    await preferences.set({ bfconvert: '/a' });
    writeFileSync(file, JSON.stringify({ bfconvert: '/a', memory: { gigabytes: 4 } }));
    await preferences.set({ bfconvert: '/b' });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ bfconvert: '/b', memory: { gigabytes: 4 } });
  });

  it.each([
    ['cut off', '{"bfconvert": "/op'],
    ['of another kind', '[1, 2]'],
    ['wrong', '{"bfconvert": 7}'],
    ['empty', ''],
  ])('that are %s are put aside with a note', async (_, text) => {
    mkdirSync(join(folder, 'data'));
    writeFileSync(file, text);
    const preferences = open();
    expect(await preferences.get()).toEqual({ bfconvert: null });
    const aside = 'preferences.damaged-2026-03-04T05-06-07-089Z.json';
    expect(preferences.note()).toBe(
      `The preferences could not be read and were set back; the damaged file was kept as ${aside}.`,
    );
    expect(readdirSync(join(folder, 'data'))).toEqual([aside]);
    expect(readFileSync(join(folder, 'data', aside), 'utf8')).toBe(text);
    await preferences.set({ bfconvert: '/new' });
    expect(await open().get()).toEqual({ bfconvert: '/new' });
    expect(open().note()).toBeNull();
  });

  it('keep every one of many changes at once', async () => {
    const preferences = open();
    const paths = Array.from({ length: 20 }, (_, i) => `/tools/${i}`);
    const answers = await Promise.all(paths.map((bfconvert) => preferences.set({ bfconvert })));
    expect(answers.map(({ bfconvert }) => bfconvert)).toEqual(paths);
    expect(await preferences.get()).toEqual({ bfconvert: '/tools/19' });
  });

  it('say where they cannot be written', async () => {
    writeFileSync(join(folder, 'data'), 'a file in the way');
    await expect(open().set({ bfconvert: '/x' })).rejects.toMatchObject({
      kind: 'not-found',
      message: expect.stringMatching(/^preferences\.json cannot be written/),
    });
    expect(await open().get()).toEqual({ bfconvert: null });
  });
});
