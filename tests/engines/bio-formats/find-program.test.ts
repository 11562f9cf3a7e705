import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { platform, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findProgram } from '../../../main/engines/bio-formats/find-program.ts';

let folder: string;
const at = (...names: string[]): string => join(folder, ...names);
const find = (chosen: string | null, env: Record<string, string> = {}, system = 'linux') =>
  findProgram(chosen, env, system, '2048m');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'grove-find-'));
  for (const name of ['tools', 'other', 'windows', 'lonely', 'plain', 'empty']) mkdirSync(at(name));
  for (const name of ['tools', 'other']) writeFileSync(at(name, 'bfconvert'), '#!/bin/sh\n', { mode: 0o755 });
  writeFileSync(at('plain', 'bfconvert'), '#!/bin/sh\n', { mode: 0o644 });
  writeFileSync(at('tools', 'showinf'), '#!/bin/sh\n', { mode: 0o755 });
  for (const name of ['windows', 'lonely']) writeFileSync(at(name, 'bfconvert.bat'), '@echo off\n');
  writeFileSync(at('windows', 'bioformats_package.jar'), 'PK');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('bfconvert', () => {
  it('is the one chosen, else the one of the environment, else the first on the PATH that can be started', async () => {
    const env = { PATH: [at('empty'), at('tools')].join(delimiter), GROVE_BFCONVERT: at('other', 'bfconvert') };
    expect(await find(at('tools', 'bfconvert'), env)).toMatchObject({ path: at('tools', 'bfconvert'), args: [] });
    expect(await find(at('tools'), env)).toMatchObject({ path: at('tools', 'bfconvert') });
    expect(await find(null, env)).toMatchObject({ path: at('other', 'bfconvert') });
    const { GROVE_BFCONVERT: _, ...onlyPath } = env;
    expect(await find(null, onlyPath)).toMatchObject({ path: at('tools', 'bfconvert') });
    expect(await find(null, { PATH: at('empty') })).toBeNull();
    expect(await find(null)).toBeNull();
  });

  it.skipIf(platform() === 'win32')(
    'is passed over on the PATH, and named when chosen, where it may not be started',
    async () => {
      const path = [at('plain'), at('tools')].join(delimiter);
      expect(await find(null, { PATH: path })).toMatchObject({ path: at('tools', 'bfconvert') });
      await expect(find(at('plain', 'bfconvert'))).rejects.toMatchObject({ kind: 'unreadable', file: at('plain', 'bfconvert') });
    },
  );

  it('is started through Java where only a shell could start it', async () => {
    const args = ['-Xmx2048m', '-cp', at('windows', 'bioformats_package.jar'), 'loci.formats.tools.ImageConverter'];
    const windows = await find(null, { Path: at('windows') }, 'win32');
    expect(windows).toEqual({ path: at('windows', 'bfconvert.bat'), command: 'java.exe', args });
    const jar = await find(at('windows', 'bioformats_package.jar'), { JAVA_HOME: '/java' });
    expect(jar).toEqual({ path: at('windows', 'bioformats_package.jar'), command: join('/java', 'bin', 'java'), args });
    expect(await find(at('windows'))).toMatchObject({ path: at('windows', 'bioformats_package.jar') });
    await expect(find(at('lonely', 'bfconvert.bat'), {}, 'win32')).rejects.toMatchObject({
      kind: 'not-found',
      message: expect.stringMatching(/^bioformats_package\.jar is not beside .*bfconvert\.bat; unpack all/),
    });
  });

  it.each([
    ['gone', 'not-found', /^There is no bfconvert at .*gone; set its path in the preferences/],
    ['empty', 'not-found', /^The folder .*empty holds no bfconvert/],
    ['tools/showinf', 'unsupported', /showinf is not bfconvert; choose bfconvert/],
  ])('is not %s', async (name, kind, message) => {
    await expect(find(at(name))).rejects.toMatchObject({ kind, message: expect.stringMatching(message) });
  });
});
