import { describe, expect, it } from 'vitest';
import { coverPixels } from '#core/raster/cover-pixels.ts';

const WIDTH = 1000;
const place = (x: number, y: number): number => y * WIDTH + x;

describe('rectangles that cover pixels', () => {
  it('are one box where the pixels are near to one another', () => {
    const [only, ...more] = coverPixels([place(10, 5), place(14, 5), place(12, 9)], WIDTH, 30);
    expect(only?.rect).toEqual({ x: 10, y: 5, width: 5, height: 5 });
    expect([...(only?.members ?? [])]).toEqual([0, 1, 2]);
    expect(more).toEqual([]);
  });

  it('are one for each heap of pixels that are far apart', () => {
    const found = coverPixels([place(10, 5), place(900, 5), place(11, 6), place(901, 800)], WIDTH, 30);
    const rects = found.map(({ rect }) => rect).sort((a, b) => a.y - b.y || a.x - b.x);
    expect(rects).toEqual([
      { x: 10, y: 5, width: 2, height: 2 },
      { x: 900, y: 5, width: 1, height: 1 },
      { x: 901, y: 800, width: 1, height: 1 },
    ]);
  });

  it('hold every pixel once, in order, and never cost more than the bounding box', () => {
    let state = 7;
    const random = (bound: number): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return Math.floor((state / 2 ** 32) * bound);
    };
    for (let round = 0; round < 50; round++) {
      const at = [...new Set(Array.from({ length: 1 + random(60) }, () => place(random(250), random(250))))].sort(
        (a, b) => a - b,
      );
      const halo = random(40);
      const cost = ({ width, height }: { width: number; height: number }): number => (width + 2 * halo) * (height + 2 * halo);
      const parts = coverPixels(at, WIDTH, halo);
      expect(parts.flatMap(({ members }) => [...members]).sort((a, b) => a - b)).toEqual(at.map((_, i) => i));
      for (const { rect, members } of parts) {
        for (const i of members) {
          const x = at[i]! % WIDTH;
          const y = Math.floor(at[i]! / WIDTH);
          expect(x >= rect.x && y >= rect.y && x < rect.x + rect.width && y < rect.y + rect.height).toBe(true);
        }
        expect([...members].every((i, n) => n === 0 || i > members[n - 1]!)).toBe(true);
      }
      const xs = at.map((one) => one % WIDTH);
      const ys = at.map((one) => Math.floor(one / WIDTH));
      const box = { width: Math.max(...xs) - Math.min(...xs) + 1, height: Math.max(...ys) - Math.min(...ys) + 1 };
      expect(parts.reduce((sum, { rect }) => sum + cost(rect), 0)).toBeLessThanOrEqual(cost(box));
    }
  });
});
