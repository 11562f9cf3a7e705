import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { testFolder } from '../in-folder.ts';

const folder = testFolder();
const script = fileURLToPath(new URL('write-on-small-disk.ts', import.meta.url));
const mayMount = spawnSync('unshare', ['-Urm', 'mount', '-t', 'tmpfs', 'tmpfs', folder.path]).status === 0;
if (!mayMount) console.log('Skipped: full and read-only disks need Linux with user namespaces.');

describe.skipIf(!mayMount)('an OME-Zarr that cannot be written', () => {
  it.each([
    ['full', 'disk-full', /result\.ome\.zarr cannot be written: the disk is full/],
    ['read-only', 'read-only', /result\.ome\.zarr cannot be written: .* write-protected/],
  ] as const)('says so on a %s disk, leaves the old one as it was and nothing else', (way, kind, message) => {
    const disk = join(folder.path, way);
    mkdirSync(disk);
    const done = spawnSync('unshare', ['-Urm', process.execPath, script, disk, way], { encoding: 'utf8' });
    const { outcome, files, old } = JSON.parse(done.stdout || 'null') ?? { outcome: done.stderr };
    expect(outcome).toMatchObject({ kind, message: expect.stringMatching(message) });
    expect({ files, old }).toEqual({ files: ['result.ome.zarr'], old: ['zarr.json'] });
  });
});
