import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createScratchFiles } from '../../main/engines/scratch-files.ts';
import type { ScratchFiles } from '../../main/services/ports.ts';
import { createTileCache, type TileGroup } from '../../main/services/prediction/tile-cache.ts';

let folder: string;
let scratch: ScratchFiles;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'grove-tiles-'));
  scratch = createScratchFiles(folder);
});
afterEach(async () => {
  await scratch.close();
  rmSync(folder, { recursive: true, force: true });
});

const a: TileGroup = { key: 'a|0', slotBytes: 100 };
const b: TileGroup = { key: 'b|0', slotBytes: 100 };
const tile = (value: number, length = 100): Uint8Array => new Uint8Array(length).fill(value);

describe('the cache of computed tiles', () => {
  it('gives back every tile, from memory or from a scratch file, edge tiles in their own size', async () => {
    const cache = createTileCache(scratch, { memoryBytes: 250, scratchBytes: 1e6 });
    for (let i = 0; i < 20; i++) await cache.put(a, i, tile(i, i === 19 ? 40 : 100));
    expect(readdirSync(folder)).toHaveLength(1);
    for (let i = 0; i < 20; i++) expect(await cache.get(a, i)).toEqual(tile(i, i === 19 ? 40 : 100));
    expect(await cache.get(a, 20)).toBeUndefined();
    expect(await cache.get(b, 0)).toBeUndefined();
  });

  it('writes nothing while memory suffices', async () => {
    const cache = createTileCache(scratch, { memoryBytes: 1000, scratchBytes: 1e6 });
    for (let i = 0; i < 10; i++) await cache.put(a, i, tile(i));
    expect(readdirSync(folder)).toEqual([]);
  });

  it('gives up the oldest scratch file when the budget for them is spent', async () => {
    const cache = createTileCache(scratch, { memoryBytes: 100, scratchBytes: 500 });
    for (let i = 0; i < 5; i++) await cache.put(a, i, tile(i));
    for (let i = 0; i < 5; i++) await cache.put(b, i, tile(i));
    expect(await cache.get(a, 0)).toBeUndefined();
    expect(await cache.get(b, 0)).toEqual(tile(0));
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('forgets a model with all that belongs to it', async () => {
    const cache = createTileCache(scratch, { memoryBytes: 200, scratchBytes: 1e6 });
    for (let i = 0; i < 5; i++) await cache.put(a, i, tile(i));
    await cache.put(b, 0, tile(7));
    await cache.forget('a|');
    for (let i = 0; i < 5; i++) expect(await cache.get(a, i)).toBeUndefined();
    expect(await cache.get(b, 0)).toEqual(tile(7));
  });

  it('goes on in memory when the disk takes nothing', async () => {
    const full: ScratchFiles = { create: () => Promise.reject(new Error('full')), close: async () => undefined };
    const cache = createTileCache(full, { memoryBytes: 200, scratchBytes: 1e6 });
    for (let i = 0; i < 5; i++) await cache.put(a, i, tile(i));
    expect(await cache.get(a, 0)).toBeUndefined();
    expect(await cache.get(a, 4)).toEqual(tile(4));
  });

  it('leaves no file behind, and removes those of killed processes', async () => {
    writeFileSync(join(folder, '999999999-abandoned.scratch'), 'x');
    writeFileSync(join(folder, `${process.pid}-ours.scratch`), 'x');
    const cache = createTileCache(scratch, { memoryBytes: 100, scratchBytes: 1e6 });
    for (let i = 0; i < 3; i++) await cache.put(a, i, tile(i));
    expect(readdirSync(folder).some((name) => name.startsWith('999999999'))).toBe(false);
    await cache.close();
    expect(readdirSync(folder)).toEqual([`${process.pid}-ours.scratch`]);
  });
});
