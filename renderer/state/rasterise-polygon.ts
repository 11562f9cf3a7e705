import type { Point, SpanSink } from './rasterise-span.ts';

/** What counts as inside where the outline crosses itself: everything it goes round, or every second region. */
export type FillRule = 'non-zero' | 'even-odd';

interface Crossing {
  readonly x: number;
  /** +1 where the outline runs down, -1 where it runs up. */
  readonly turn: number;
}

/**
 * The pixels whose centre lies inside a closed polygon; the last point joins the first. A centre exactly on a left or upper
 * edge is inside, on a right or lower edge outside, so polygons that share an edge share no pixel.
 *
 * Scan line by scan line: rows top to bottom, spans left to right. Cost: rows × crossings × log(crossings) + edges × rows
 * they cross.
 */
export function rasterisePolygon(points: readonly Point[], rule: FillRule, span: SpanSink): void {
  if (points.length < 3) return;
  const rows = new Map<number, Crossing[]>();
  points.forEach((from, index) => {
    const to = points[(index + 1) % points.length];
    const [upper, lower, turn] = from.y <= to.y ? [from, to, 1] : [to, from, -1];
    // Rows whose centre y has upper.y <= y < lower.y.
    const first = Math.ceil(upper.y - 0.5);
    const last = Math.ceil(lower.y - 0.5) - 1;
    for (let row = first; row <= last; row++) {
      const x = crossingX(upper, lower, row + 0.5);
      const crossings = rows.get(row);
      if (crossings) crossings.push({ x, turn });
      else rows.set(row, [{ x, turn }]);
    }
  });

  for (const row of [...rows.keys()].sort((a, b) => a - b)) {
    const crossings = rows.get(row) ?? [];
    crossings.sort((a, b) => a.x - b.x);
    let winding = 0;
    crossings.forEach(({ x, turn }, index) => {
      winding += rule === 'non-zero' ? turn : 1;
      const inside = rule === 'non-zero' ? winding !== 0 : winding % 2 === 1;
      const following = crossings[index + 1];
      if (!inside || following === undefined) return;
      const x0 = Math.ceil(x - 0.5);
      const x1 = Math.ceil(following.x - 0.5);
      if (x0 < x1) span(row, x0, x1);
    });
  }
}

/** Where an edge given from top to bottom meets the horizontal line at y. */
export function crossingX(upper: Point, lower: Point, y: number): number {
  return upper.x + ((y - upper.y) / (lower.y - upper.y)) * (lower.x - upper.x);
}
