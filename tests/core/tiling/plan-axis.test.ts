import { describe, expect, it } from 'vitest';
import { mirrored } from '#core/tiling/mirror.ts';
import { planAxis, tilesOver } from '#core/tiling/plan-axis.ts';

const rows = (length: number, size: number, border: number) =>
  planAxis(length, size, border).map(({ start, width, before, after }) => [start, width, before, after]);

describe('planAxis', () => {
  it.each([
    {
      length: 130,
      size: 64,
      border: 4,
      tiles: [
        [0, 49, 0, 15],
        [49, 33, 16, 15],
        [82, 48, 16, 0],
      ],
    },
    {
      length: 150,
      size: 64,
      border: 4,
      tiles: [
        [0, 54, 0, 10],
        [54, 43, 11, 10],
        [97, 53, 11, 0],
      ],
    },
    {
      length: 65,
      size: 64,
      border: 4,
      tiles: [
        [0, 33, 0, 31],
        [33, 32, 32, 0],
      ],
    },
    { length: 40, size: 64, border: 4, tiles: [[0, 40, 12, 12]] },
    {
      length: 2048,
      size: 1024,
      border: 64,
      tiles: [
        [0, 768, 0, 256],
        [768, 512, 256, 256],
        [1280, 768, 256, 0],
      ],
    },
    {
      length: 2500,
      size: 1024,
      border: 45,
      tiles: [
        [0, 881, 0, 143],
        [881, 738, 143, 143],
        [1619, 881, 143, 0],
      ],
    },
    { length: 64, size: 64, border: 4, tiles: [[0, 64, 0, 0]] },
    { length: 41, size: 64, border: 4, tiles: [[0, 41, 11, 12]] },
  ])('divides $length into tiles of $size with borders of $border', ({ length, size, border, tiles }) => {
    expect(rows(length, size, border)).toEqual(tiles);
  });

  it('covers every sample once, stays inside, keeps its borders and needs no tile less', () => {
    const wrong: string[] = [];
    for (const size of [1, 2, 5, 8, 31, 64]) {
      for (let border = 0; 2 * border < size; border++) {
        for (let length = size + 1; length < 5 * size + 3; length++) {
          const tiles = planAxis(length, size, border);
          const last = tiles.length - 1;
          const good = tiles.every(({ start, width, before, after }, k) => {
            const next = k === last ? length : tiles[k + 1]!.start;
            const inside = start - before >= 0 && start + width + after <= length;
            const bordered = (k === 0 || before >= border) && (k === last || after >= border);
            return width > 0 && start + width === next && before + width + after === size && inside && bordered;
          });
          const covered = (count: number) => (count === 1 ? size : 2 * (size - border) + (count - 2) * (size - 2 * border));
          if (!good || tiles[0]!.start !== 0 || covered(last) >= length) wrong.push(`${length} by ${size} with ${border}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('refuses borders that leave nothing of a tile', () => {
    expect(() => planAxis(10, 8, 4)).toThrow('Tiles of 8 samples cannot have borders of 4.');
    expect(() => planAxis(0, 8, 0)).toThrow('0 samples');
  });
});

describe('tilesOver', () => {
  it('finds the tiles of a part', () => {
    const tiles = planAxis(130, 64, 4);
    expect(tilesOver(tiles, 0, 130)).toEqual({ first: 0, last: 2 });
    expect(tilesOver(tiles, 48, 49)).toEqual({ first: 0, last: 0 });
    expect(tilesOver(tiles, 48, 50)).toEqual({ first: 0, last: 1 });
    expect(tilesOver(tiles, 49, 83)).toEqual({ first: 1, last: 2 });
  });
});

describe('mirrored', () => {
  it('does not repeat the edge, and falls back to it where there is nothing to mirror', () => {
    expect([-3, -2, -1, 0, 3, 4, 5, 6, 7].map((at) => mirrored(at, 4))).toEqual([3, 2, 1, 0, 3, 2, 1, 0, 3]);
    expect([-9, -1, 0, 1, 9].map((at) => mirrored(at, 1))).toEqual([0, 0, 0, 0, 0]);
    expect([-4, 10].map((at) => mirrored(at, 4))).toEqual([0, 3]);
  });
});
