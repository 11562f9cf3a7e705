import { describe, expect, it } from 'vitest';
import { brushCentre, rasteriseBrush } from '../../../renderer/state/rasterise-brush.ts';
import { crossingX, type FillRule, rasterisePolygon } from '../../../renderer/state/rasterise-polygon.ts';
import type { Point, SpanSink } from '../../../renderer/state/rasterise-span.ts';
import { seededRandom } from './random.ts';

const SIZE = 64;

/** Draws into a picture and fails when a pixel is given twice or a span is empty. */
function drawn(draw: (span: SpanSink) => void): string[] {
  const rows = Array.from({ length: SIZE }, () => new Array<string>(SIZE).fill('.'));
  let wrong = 0;
  draw((y, x0, x1) => {
    if (x1 <= x0) wrong++;
    for (let x = Math.max(0, x0); x < Math.min(SIZE, x1); x++) {
      if (y < 0 || y >= SIZE) continue;
      if (rows[y][x] !== '.') wrong++;
      rows[y][x] = '#';
    }
  });
  expect(wrong).toBe(0);
  return rows.map((row) => row.join(''));
}

function naive(inside: (x: number, y: number) => boolean): string[] {
  return Array.from({ length: SIZE }, (_, y) =>
    Array.from({ length: SIZE }, (_unused, x) => (inside(x + 0.5, y + 0.5) ? '#' : '.')).join(''),
  );
}

const crop = (rows: string[], x: number, y: number, size: number): string[] =>
  rows.slice(y, y + size).map((row) => row.slice(x, x + size));

describe('the brush', () => {
  it('is as many pixels wide as it says and round', () => {
    const disk = (diameter: number) => {
      const centre = brushCentre({ x: 20.3, y: 20.7 }, diameter);
      return crop(
        drawn((span) => rasteriseBrush(centre, centre, diameter, span)),
        17,
        17,
        8,
      );
    };
    expect(disk(1)).toEqual(['........', '........', '........', '...#....', '........', '........', '........', '........']);
    expect(disk(2)).toEqual(['........', '........', '........', '..##....', '..##....', '........', '........', '........']);
    expect(disk(5)).toEqual(['........', '..###...', '.#####..', '.#####..', '.#####..', '..###...', '........', '........']);
  });

  it('hits the pixel under the pointer with a single pixel', () => {
    expect(brushCentre({ x: 7.99, y: 3.01 }, 1)).toEqual({ x: 7.5, y: 3.5 });
    expect(brushCentre({ x: 7.99, y: 3.01 }, 4)).toEqual({ x: 8, y: 3 });
  });

  it('equals testing the distance of every pixel, for any stroke and size', () => {
    const random = seededRandom(11);
    for (let run = 0; run < 400; run++) {
      const diameter = run % 3 === 0 ? 1 + Math.floor(random() * 4) : 1 + Math.floor(random() * 30);
      const point = (): Point => brushCentre({ x: random() * 80 - 8, y: random() * 80 - 8 }, diameter);
      const a = point();
      const b = run % 5 === 0 ? a : run % 7 === 0 ? { x: a.x, y: point().y } : point();
      const [dx, dy] = [b.x - a.x, b.y - a.y];
      const length2 = dx * dx + dy * dy;
      const expected = naive((x, y) => {
        const t = length2 === 0 ? 0 : Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / length2));
        return (x - a.x - t * dx) ** 2 + (y - a.y - t * dy) ** 2 <= (diameter / 2) ** 2 + 1e-9;
      });
      expect(drawn((span) => rasteriseBrush(a, b, diameter, span))).toEqual(expected);
    }
  });

  it('leaves no gap in a line of one pixel', () => {
    const random = seededRandom(12);
    for (let run = 0; run < 50; run++) {
      const point = () => brushCentre({ x: 2 + random() * 60, y: 2 + random() * 60 }, 1);
      const [a, b] = [point(), point()];
      const rows = drawn((span) => rasteriseBrush(a, b, 1, span));
      const count = rows.join('').split('#').length - 1;
      expect(count).toBeGreaterThanOrEqual(Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y)) + 1);
    }
  });
});

describe('the polygon', () => {
  const star: Point[] = [0, 2, 4, 1, 3].map((k) => ({
    x: 32 + 28 * Math.sin((k * 2 * Math.PI) / 5),
    y: 32 - 28 * Math.cos((k * 2 * Math.PI) / 5),
  }));

  it('fills whole squares exactly', () => {
    const square = [
      { x: 2, y: 3 },
      { x: 6, y: 3 },
      { x: 6, y: 5 },
      { x: 2, y: 5 },
    ];
    const rows = drawn((span) => rasterisePolygon(square, 'non-zero', span));
    expect(crop(rows, 0, 2, 8).map((row) => row.slice(0, 8))).toEqual([
      '........',
      '..####..',
      '..####..',
      '........',
      '........',
      '........',
      '........',
      '........',
    ]);
  });

  it('fills the middle of a star or leaves it out, as the rule says', () => {
    const filled = drawn((span) => rasterisePolygon(star, 'non-zero', span));
    const hollow = drawn((span) => rasterisePolygon(star, 'even-odd', span));
    expect(filled[32][32]).toBe('#');
    expect(hollow[32][32]).toBe('.');
    expect(filled[10][32]).toBe('#');
    expect(hollow[10][32]).toBe('#');
  });

  it('equals counting the crossings for every pixel', () => {
    const random = seededRandom(13);
    for (let run = 0; run < 200; run++) {
      const grid = run % 2 === 0 ? 1 : 0.5;
      const points = Array.from({ length: 3 + Math.floor(random() * 9) }, () => ({
        x: run % 3 === 0 ? Math.round((random() * 70 - 3) / grid) * grid : random() * 70 - 3,
        y: run % 3 === 0 ? Math.round((random() * 70 - 3) / grid) * grid : random() * 70 - 3,
      }));
      for (const rule of ['non-zero', 'even-odd'] as FillRule[]) {
        const expected = naive((x, y) => {
          let winding = 0;
          let crossings = 0;
          points.forEach((from, index) => {
            const to = points[(index + 1) % points.length];
            const [upper, lower, turn] = from.y <= to.y ? [from, to, 1] : [to, from, -1];
            if (y < upper.y || y >= lower.y || crossingX(upper, lower, y) > x) return;
            winding += turn;
            crossings++;
          });
          return rule === 'non-zero' ? winding !== 0 : crossings % 2 === 1;
        });
        expect(drawn((span) => rasterisePolygon(points, rule, span))).toEqual(expected);
      }
    }
  });

  it('shares no pixel with its neighbour along a common edge', () => {
    const left = [
      { x: 5.5, y: 5.5 },
      { x: 20.5, y: 9.5 },
      { x: 8.5, y: 40.5 },
    ];
    const right = [
      { x: 20.5, y: 9.5 },
      { x: 50.5, y: 30.5 },
      { x: 8.5, y: 40.5 },
    ];
    drawn((span) => {
      rasterisePolygon(left, 'non-zero', span);
      rasterisePolygon(right, 'non-zero', span);
    });
  });

  it('is nothing with fewer than three corners', () => {
    rasterisePolygon(
      [
        { x: 1, y: 1 },
        { x: 9, y: 9 },
      ],
      'non-zero',
      () => expect.unreachable(),
    );
  });
});
