import { describe, expect, it } from 'vitest';
import { randomStream } from '#core/forest/random.ts';
import { applyStroke } from '#core/labels/apply-stroke.ts';
import { countDifference } from '#core/labels/count-difference.ts';
import { tilesOfRect } from '#core/labels/tiles-of-rect.ts';
import { LABEL_TILE } from '#core/model/label.ts';
import { strokeOf } from '../../store/test-store.ts';

const PIXELS = LABEL_TILE * LABEL_TILE;

describe('a stroke', () => {
  it('writes its mask into the tile, and the difference takes it back', () => {
    const tile = new Uint8Array(PIXELS);
    tile[3 * LABEL_TILE + 4] = 9;
    const before = tile.slice();
    const difference = new Uint8Array(PIXELS);
    const stroke = strokeOf({ x: 3, y: 3, width: 3, height: 1 }, 2, (x) => x !== 2);
    expect(applyStroke(tile, difference, { column: 0, row: 0 }, stroke, { width: 500, height: 500 })).toBe(2);
    expect([...tile.subarray(3 * LABEL_TILE + 2, 3 * LABEL_TILE + 7)]).toEqual([0, 2, 2, 0, 0]);
    expect(tile.map((value, i) => value ^ difference[i]!)).toEqual(before);
  });

  it('agrees with a naive loop over all pixels, for random boxes, masks and tiles', () => {
    const random = randomStream(7, 0);
    const below = (n: number): number => random.nextBelow(n);
    for (let round = 0; round < 40; round++) {
      const place = { column: below(3), row: below(3) };
      const image = { width: 300 + below(500), height: 300 + below(500) };
      const box = { x: below(600), y: below(600), width: 1 + below(200), height: 1 + below(200) };
      const inside = (x: number, y: number): boolean => (x * 31 + y * 17 + round) % 3 === 0;
      const onlyOver = below(2) === 0 ? null : [0, 1];
      const stroke = { ...strokeOf(box, below(4), inside), onlyOver };
      const old = Uint8Array.from({ length: PIXELS }, () => below(4));
      const expected = old.map((value, i) => {
        const x = place.column * LABEL_TILE + (i % LABEL_TILE);
        const y = place.row * LABEL_TILE + Math.floor(i / LABEL_TILE);
        const inBox = x >= box.x && y >= box.y && x < box.x + box.width && y < box.y + box.height;
        const paints = inBox && x < image.width && y < image.height && inside(x - box.x, y - box.y);
        return paints && (onlyOver === null || onlyOver.includes(value)) ? stroke.value : value;
      });
      const tile = old.slice();
      const difference = new Uint8Array(PIXELS);
      const changed = applyStroke(tile, difference, place, stroke, image);
      expect(Buffer.compare(tile, expected)).toBe(0);
      expect(changed).toBe(old.reduce((sum, value, i) => sum + Number(value !== expected[i]), 0));

      const counts = new Int32Array(256);
      countDifference(old, difference, counts);
      for (let value = 0; value < 4; value++) {
        const has = (pixels: Uint8Array): number => pixels.reduce((sum, one) => sum + Number(one === value), 0);
        expect(counts[value]).toBe(has(expected) - has(old));
      }
    }
  });
});

describe('the tiles of a rectangle', () => {
  it('are those it touches, row by row', () => {
    expect(tilesOfRect({ x: 255, y: 256, width: 2, height: 1 })).toEqual([
      { column: 0, row: 1 },
      { column: 1, row: 1 },
    ]);
    expect(tilesOfRect({ x: 0, y: 0, width: 0, height: 5 })).toEqual([]);
  });
});
