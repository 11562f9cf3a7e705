import { describe, expect, it } from 'vitest';
import { createTileCache } from '../../../renderer/state/tile-cache.ts';

describe('the tile cache', () => {
  it('drops what was used longest ago, and tells of it', () => {
    const dropped: string[] = [];
    const cache = createTileCache<string>(30, (value) => dropped.push(value));
    for (const key of ['a', 'b', 'c']) cache.set(key, key, 10);
    cache.get('a');
    cache.set('d', 'd', 10);
    cache.trim(() => false);
    expect(dropped).toEqual(['b']);
    expect(cache.entries().map(([key]) => key)).toEqual(['c', 'a', 'd']);
    expect(cache.bytes()).toBe(30);
  });

  it('keeps what is on screen, whatever it costs', () => {
    const cache = createTileCache<string>(5, () => {});
    for (const key of ['a', 'b', 'c']) cache.set(key, key, 10);
    cache.trim((key) => key !== 'b');
    expect(cache.has('a') && cache.has('c')).toBe(true);
    expect(cache.bytes()).toBe(20);
  });

  it('counts a replaced tile once and empties cleanly', () => {
    const dropped: number[] = [];
    const cache = createTileCache<number>(100, (value) => dropped.push(value));
    cache.set('a', 1, 40);
    cache.set('a', 2, 10);
    expect(cache.bytes()).toBe(10);
    cache.clear();
    expect(dropped).toEqual([1, 2]);
    expect(cache.bytes()).toBe(0);
    expect(cache.get('a')).toBeUndefined();
  });
});
