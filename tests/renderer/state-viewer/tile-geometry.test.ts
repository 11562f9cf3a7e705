import { describe, expect, it } from 'vitest';
import type { Box } from '../../../renderer/state/camera.ts';
import { coverBox } from '../../../renderer/state/tile-cover.ts';
import {
  intersect,
  isEmpty,
  levelForZoom,
  type TileAddress,
  tileBox,
  tileCounts,
  tilesIn,
} from '../../../renderer/state/tile-level.ts';
import { COARSER, PREFETCH, VISIBLE, wantedTiles } from '../../../renderer/state/tile-wants.ts';
import { seededRandom } from './random.ts';

function pyramid(width: number, height: number, factor = 2) {
  const levels = [{ width, height, downsample: 1 }];
  for (;;) {
    const last = levels[levels.length - 1];
    if (Math.max(last.width, last.height) <= 256) return levels;
    levels.push({
      width: Math.ceil(last.width / factor),
      height: Math.ceil(last.height / factor),
      downsample: last.downsample * factor,
    });
  }
}
const keyOf = ({ level, column, row }: TileAddress): string => `${level}/${column}/${row}`;
const area = ({ x0, y0, x1, y1 }: Box): number => (x1 - x0) * (y1 - y0);

describe('levels', () => {
  const levels = pyramid(16_384, 9000);

  it('are chosen so that their pixels are drawn at 50 to 100 %, or larger only at full resolution', () => {
    expect([64, 1, 0.99, 0.51, 0.5, 0.26, 0.25, 1 / 64, 1e-4].map((zoom) => levelForZoom(levels, zoom))).toEqual([
      0, 0, 0, 0, 1, 1, 2, 6, 6,
    ]);
  });

  it('are cut into tiles that fill the image without overlap', () => {
    for (const size of [pyramid(1000, 700), pyramid(5001, 333, 4), pyramid(256, 256), pyramid(257, 1)]) {
      size.forEach((level, index) => {
        const { columns, rows } = tileCounts(level);
        let total = 0;
        for (let row = 0; row < rows; row++) {
          for (let column = 0; column < columns; column++) total += area(tileBox(size, { level: index, column, row }));
        }
        expect(total).toBe(size[0].width * size[0].height);
      });
    }
  });

  it('find all tiles that touch a box and no other', () => {
    const random = seededRandom(3);
    for (let i = 0; i < 50; i++) {
      const level = Math.floor(random() * levels.length);
      const [x0, y0] = [random() * 16_000, random() * 8900];
      const box = { x0, y0, x1: Math.min(16_384, x0 + random() * 3000), y1: Math.min(9000, y0 + random() * 3000) };
      const range = tilesIn(levels, level, box);
      const { columns, rows } = tileCounts(levels[level]);
      for (let row = 0; row < rows; row++) {
        for (let column = 0; column < columns; column++) {
          const touches = !isEmpty(intersect(tileBox(levels, { level, column, row }), box));
          const inRange = column >= range.column0 && column < range.column1 && row >= range.row0 && row < range.row1;
          expect(inRange).toBe(touches);
        }
      }
    }
  });
});

describe('the cover of a view', () => {
  it('draws every place once, from the best tile there is', () => {
    const random = seededRandom(4);
    for (const levels of [pyramid(4000, 3000), pyramid(3001, 2777, 4)]) {
      for (let run = 0; run < 40; run++) {
        const loaded = new Set<string>();
        levels.forEach((level, index) => {
          const { columns, rows } = tileCounts(level);
          for (let row = 0; row < rows; row++) {
            for (let column = 0; column < columns; column++) {
              if (random() < 0.4) loaded.add(keyOf({ level: index, column, row }));
            }
          }
        });
        const level = Math.floor(random() * levels.length);
        const [x0, y0] = [Math.floor(random() * 2000), Math.floor(random() * 2000)];
        const box = { x0, y0, x1: x0 + 1 + Math.floor(random() * 900), y1: y0 + 1 + Math.floor(random() * 700) };
        const find = (address: TileAddress) => (loaded.has(keyOf(address)) ? address : undefined);
        const { pieces, missing } = coverBox(levels, level, box, find);

        const parts = [...pieces.map((piece) => piece.box), ...missing];
        const sum = parts.reduce((total, part) => total + area(part), 0);
        expect(sum).toBeCloseTo(area(box), 6);
        for (let i = 0; i < parts.length; i++) {
          for (let j = i + 1; j < parts.length; j++) expect(isEmpty(intersect(parts[i], parts[j]))).toBe(true);
        }
        for (const { tile, box: part } of pieces) {
          expect(loaded.has(keyOf(tile))).toBe(true);
          expect(area(intersect(tileBox(levels, tile), part))).toBeCloseTo(area(part), 6);
        }
        // Where the wanted tile is loaded it is the one that is drawn.
        for (const { tile, box: part } of pieces) {
          if (tile.level === level) continue;
          const range = tilesIn(levels, level, part);
          for (let row = range.row0; row < range.row1; row++) {
            for (let column = range.column0; column < range.column1; column++) {
              expect(loaded.has(keyOf({ level, column, row }))).toBe(false);
            }
          }
        }
      }
    }
  });

  it('never leaves a place blank once the coarsest tile is there', () => {
    const levels = pyramid(4000, 3000);
    const base = { level: levels.length - 1, column: 0, row: 0 };
    const { pieces, missing } = coverBox(levels, 0, { x0: 100, y0: 50, x1: 1500, y1: 900 }, (address) =>
      keyOf(address) === keyOf(base) ? address : undefined,
    );
    expect(missing).toEqual([]);
    expect(pieces.every(({ tile }) => tile.level === base.level)).toBe(true);
  });
});

describe('wanted tiles', () => {
  const levels = pyramid(16_384, 16_384);
  const view = { x0: 5000, y0: 6000, x1: 6400, y1: 7000 };
  const options = { ring: 1, coarser: true, base: true };

  it('come visible before prefetched before coarser, after the one that shows everything', () => {
    const list = wantedTiles(levels, 0, view, options);
    expect(list[0]).toEqual({ address: { level: 6, column: 0, row: 0 }, tier: VISIBLE });
    const tiers = list.map(({ tier }) => tier);
    expect(tiers).toEqual([...tiers].sort((a, b) => a - b));
    expect(new Set(tiers)).toEqual(new Set([VISIBLE, PREFETCH, COARSER]));
    expect(new Set(list.map(({ address }) => keyOf(address))).size).toBe(list.length);
  });

  it('start in the middle of the view', () => {
    const list = wantedTiles(levels, 0, view, options).filter(({ address, tier }) => address.level === 0 && tier === VISIBLE);
    const middle = tileBox(levels, list[0].address);
    expect(middle.x0).toBeLessThanOrEqual(5700);
    expect(middle.x1).toBeGreaterThanOrEqual(5700);
  });

  it('are none where the view shows no image', () => {
    expect(wantedTiles(levels, 0, { x0: 10, y0: 0, x1: 10, y1: 5 }, options)).toEqual([]);
  });
});
