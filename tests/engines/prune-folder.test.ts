import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pruneFolder } from '../../main/engines/prune-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'grove-prune-'));
  for (const [i, name] of ['old', 'middle', 'new'].entries()) {
    writeFileSync(join(folder, name), new Uint8Array(100));
    utimesSync(join(folder, name), 1000 + i, 1000 + i);
  }
  mkdirSync(join(folder, 'sub'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('pruning a cache folder', () => {
  it('removes what was not used for longest, and no folders', async () => {
    await pruneFolder(folder, 250);
    expect(readdirSync(folder).sort()).toEqual(['middle', 'new', 'sub']);
  });

  it('leaves what fits, and does not mind an absent folder', async () => {
    await pruneFolder(folder, 300);
    expect(readdirSync(folder)).toHaveLength(4);
    await expect(pruneFolder(join(folder, 'absent'), 1)).resolves.toBeUndefined();
  });

  it('counts a file that was read lately as used', async () => {
    utimesSync(join(folder, 'old'), 2000, 1000);
    await pruneFolder(folder, 150);
    expect(readdirSync(folder).sort()).toEqual(['old', 'sub']);
  });
});
