import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { findElectron } from '../../main/app/find-electron.ts';
import { projectArgument } from '../../main/app/project-argument.ts';
import { isStale } from '../../main/app/stale.ts';

describe('the project among the arguments', () => {
  it.each([
    [['grove'], null],
    [['grove', 'a.grove'], resolve('/work', 'a.grove')],
    [['electron', '.', '--flag', 'dir/B.GROVE'], resolve('/work', 'dir/B.GROVE')],
    [['grove', 'a.grove', 'b.grove', '--quiet'], resolve('/work', 'b.grove')],
    [['grove', '--open=a.grove', 'image.tif'], null],
    [['folder.grove'], null],
  ])('%j is %j', (args, path) => {
    expect(projectArgument(args, '/work')).toBe(path);
  });
});

describe('what is built', () => {
  const folder = mkdtempSync(join(tmpdir(), 'grove-stale-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const [built, sources, source] = [join(folder, 'built.js'), join(folder, 'src'), join(folder, 'src/deep/a.ts')];
  const at = (path: string, seconds: number): void => utimesSync(path, seconds, seconds);
  mkdirSync(join(folder, 'src/deep'), { recursive: true });
  writeFileSync(source, '');

  it('is stale while it is missing', () => {
    expect(isStale(built, [sources])).toBe(true);
  });

  it('is stale when a source is newer, or one was added or taken away', () => {
    writeFileSync(built, '');
    const paths = [source, join(sources, 'deep'), sources];
    for (const path of paths) at(path, 1000);
    at(built, 2000);
    expect(isStale(built, [sources])).toBe(false);
    for (const path of paths) {
      at(path, 3000);
      expect(isStale(built, [sources])).toBe(true);
      at(path, 1000);
    }
    expect(isStale(built, [source])).toBe(false);
  });
});

describe.skipIf(process.platform !== 'linux')('Electron', () => {
  it('is not looked for without a display', async () => {
    vi.stubEnv('DISPLAY', '').stubEnv('WAYLAND_DISPLAY', '');
    expect(await findElectron()).toEqual({ whyNot: 'There is no display for the Electron window' });
    vi.unstubAllEnvs();
  });

  it('is found where its program lies, but is not run as root', async () => {
    const program = join(mkdtempSync(join(tmpdir(), 'grove-electron-')), 'electron');
    writeFileSync(program, '');
    vi.stubEnv('DISPLAY', ':0').stubEnv('ELECTRON_OVERRIDE_DIST_PATH', join(program, '..'));
    const expected = process.getuid?.() === 0 ? { whyNot: 'Electron does not run as root' } : { path: program };
    expect(await findElectron()).toEqual(expected);
    vi.unstubAllEnvs();
    rmSync(join(program, '..'), { recursive: true });
  });
});
