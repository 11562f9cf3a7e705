import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBioFormats } from '../../../main/engines/bio-formats/create-bio-formats.ts';
import { isRunning } from '../../../main/engines/is-running.ts';
import { openImage } from '../../../main/formats/open-image.ts';
import { foreignPixel, writeForeignFile } from './foreign-file.ts';
import { installStandIn, type StandIn } from './install-stand-in.ts';

let folder: string;
let standIn: StandIn;
const file = (name: string): string => join(folder, name);
const never = new AbortController().signal;
const quiet = { signal: never, onShare: () => undefined };
const bioFormats = (times: { silenceMs?: number; patienceMs?: number } = {}) =>
  createBioFormats({ chosen: async () => standIn.program, ...times });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'grove-bio-formats-'));
  standIn = installStandIn(file('bftools'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The script is one for POSIX shells. */
describe.skipIf(platform() === 'win32')('converting with bfconvert', () => {
  it('gives a readable OME-TIFF, tells how far it is, and leaves nothing else', async () => {
    const source = writeForeignFile(file('cells.nd2'), { planes: 5, pauseMs: 20 });
    const out = file('cache/cells.ome.tif');
    const shares: number[] = [];
    await bioFormats().convert(source, out, { signal: never, onShare: (share) => shares.push(share) });

    const image = await openImage(out);
    expect(image.info).toMatchObject({ format: 'ome-tiff', width: 90, height: 70, sizeZ: 5, pixelSizeUm: { x: 0.5, y: 0.5 } });
    const plane = { scene: 0, z: 3, t: 0 };
    const { data } = await image.read({ plane, level: 0, rect: { x: 40, y: 50, width: 2, height: 1 }, channels: [1, 0] });
    expect([...data]).toEqual(
      [
        [1, 40],
        [1, 41],
        [0, 40],
        [0, 41],
      ].map(([c, x]) => foreignPixel(3, c!, x!, 50)),
    );
    await image.close();

    expect(shares.length).toBeGreaterThan(3);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBeCloseTo(0.95);
    expect(readdirSync(file('cache'))).toEqual(['cells.ome.tif']);
    const { args, memory } = standIn.runs().at(-1)!;
    expect(args.slice(-2)).toEqual([source, 'image.ome.tif']);
    expect(args.join(' ')).toContain(
      '-no-upgrade -overwrite -bigtiff -noflat -nolookup -no-sas -compression zlib -tilex 512 -tiley 512',
    );
    expect(memory).toMatch(/^\d{4}m$/);
  });

  it('takes names as they are: no options, patterns or shell words in them', async () => {
    const name = `-rf %s $(touch hit) "x" 'y' ; ä.nd2`;
    const source = writeForeignFile(file(name), { planes: 1 });
    const out = join(file('100%s %n'), '-o.ome.tif');
    await bioFormats().convert(source, out, quiet);
    expect(readdirSync(file('100%s %n'))).toEqual(['-o.ome.tif']);
    expect(standIn.runs().at(-1)!.args.at(-2)).toBe(source);
    expect(existsSync(file('hit'))).toBe(false);
  });

  it('says why it failed, and leaves nothing', async () => {
    const out = file('failed/x.ome.tif');
    const failed = writeForeignFile(file('broken.nd2'), { behaviour: 'fail' });
    await expect(bioFormats().convert(failed, out, quiet)).rejects.toMatchObject({
      kind: 'unreadable',
      file: failed,
      message:
        'Bio-Formats could not convert broken.nd2 (Attempting to read beyond end of file); check that all its files are there, or export it as OME-TIFF.',
    });
    writeFileSync(file('notes.txt'), 'These are notes.');
    await expect(bioFormats().convert(file('notes.txt'), out, quiet)).rejects.toMatchObject({
      kind: 'unsupported',
      message: expect.stringMatching(/^notes\.txt is an image neither to Grove nor to Bio-Formats/),
    });
    const nothing = writeForeignFile(file('nothing.nd2'), { behaviour: 'nothing written' });
    await expect(bioFormats().convert(nothing, out, quiet)).rejects.toMatchObject({ kind: 'unreadable' });
    expect(readdirSync(file('failed'))).toEqual([]);
  });

  it('ends all of it when cancelled, even what does not listen', async () => {
    const source = writeForeignFile(file('endless.nd2'), { behaviour: 'hang' });
    const before = standIn.runs().length;
    const stop = new AbortController();
    const converter = bioFormats({ patienceMs: 200 });
    const converting = converter.convert(source, file('cancelled/x.ome.tif'), { ...quiet, signal: stop.signal });
    while (standIn.runs().length === before) await pause(10);
    const { pid } = standIn.runs().at(-1)!;
    expect(isRunning(pid)).toBe(true);
    stop.abort();
    await expect(converting).rejects.toMatchObject({ kind: 'cancelled' });
    await gone(pid);
    expect(readdirSync(file('cancelled'))).toEqual([]);
  });

  it('ends what runs when Grove closes', async () => {
    const source = writeForeignFile(file('closing.nd2'), { pauseMs: 60_000 });
    const before = standIn.runs().length;
    const converter = bioFormats();
    const converting = converter.convert(source, file('closed/x.ome.tif'), quiet);
    const failed = expect(converting).rejects.toMatchObject({ kind: 'cancelled' });
    while (standIn.runs().length === before) await pause(10);
    await converter.close();
    await failed;
    await gone(standIn.runs().at(-1)!.pid);
  });

  it('does not wait for ever for a program that neither speaks nor writes', async () => {
    const source = writeForeignFile(file('silent.nd2'), { pauseMs: 60_000 });
    await expect(bioFormats({ silenceMs: 1000 }).convert(source, file('silent/x.ome.tif'), quiet)).rejects.toMatchObject({
      kind: 'unreadable',
      message: expect.stringMatching(/did nothing for \d+ min while it converted silent\.nd2 and was stopped/),
    });
    await gone(standIn.runs().at(-1)!.pid);
  });

  it('removes what a Grove that was killed has left behind, and only that', async () => {
    const cache = file('left');
    for (const pid of [2 ** 22 + 1, process.pid]) mkdirSync(join(cache, `.${pid}-x.converting`, 'in'), { recursive: true });
    await bioFormats().convert(writeForeignFile(file('again.nd2')), join(cache, 'again.ome.tif'), quiet);
    expect(readdirSync(cache)).toEqual([`.${process.pid}-x.converting`, 'again.ome.tif']);
  });

  it('tells the version', async () => {
    const converter = bioFormats();
    expect(await converter.describe(null, never)).toEqual({ path: standIn.program, version: '8.1.0' });
    expect(await converter.describe(file('bftools'), never)).toEqual({ path: standIn.program, version: '8.1.0' });
    const other = file('other/bfconvert');
    mkdirSync(file('other'));
    writeFileSync(other, '#!/bin/sh\necho I convert brown fox\n', { mode: 0o755 });
    await expect(converter.describe(other, never)).rejects.toMatchObject({
      kind: 'unsupported',
      message: expect.stringMatching(/does not tell a version of Bio-Formats \(it says: I convert brown fox\)/),
    });
  });
});

/** Until it has ended. One that has, but that its parent has not asked about yet, still has a number on Linux. */
async function gone(pid: number): Promise<void> {
  const ended = (): boolean => {
    if (!isRunning(pid)) return true;
    const status = `/proc/${pid}/stat`;
    return existsSync(status) && /\) Z /.test(readFileSync(status, 'latin1'));
  };
  while (!ended()) await pause(10);
}
