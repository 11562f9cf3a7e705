import type { Point, SpanSink } from './rasterise-span.ts';

/** Takes up rounding, so that pixels exactly on the rim are always in. */
const RIM = 1e-9;

/**
 * Where the brush sits for a pointer position: on the nearest pixel centre when its diameter is odd, on the nearest pixel
 * corner when it is even. So a brush of n pixels is exactly n pixels wide, and one of a single pixel hits the pixel under
 * the pointer.
 */
export function brushCentre(point: Point, diameter: number): Point {
  if (diameter % 2 === 1) return { x: Math.floor(point.x) + 0.5, y: Math.floor(point.y) + 0.5 };
  return { x: Math.round(point.x), y: Math.round(point.y) };
}

/**
 * The pixels whose centre is at most `diameter / 2` from the segment from `a` to `b`: a round brush drawn along it. With
 * a = b it is a disk. Rows are given top to bottom, each as one span.
 *
 * Source: the shape is convex, so every row cuts it in one interval, the hull of what the two disks and the band between
 * them give. The ends are then settled by the exact test, so the result equals testing each pixel. Cost: rows + pixels at
 * the rim.
 */
export function rasteriseBrush(a: Point, b: Point, diameter: number, span: SpanSink): void {
  const radius = diameter / 2;
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const length2 = dx * dx + dy * dy;
  const length = Math.sqrt(length2);
  const inside = (i: number, y: number): boolean => {
    const px = i + 0.5 - a.x;
    const py = y - a.y;
    const t = length2 === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / length2));
    return (px - t * dx) ** 2 + (py - t * dy) ** 2 <= radius * radius + RIM;
  };

  const first = Math.ceil(Math.min(a.y, b.y) - radius - 0.5 - RIM);
  const last = Math.floor(Math.max(a.y, b.y) + radius - 0.5 + RIM);
  for (let row = first; row <= last; row++) {
    const y = row + 0.5;
    let left = Number.POSITIVE_INFINITY;
    let right = Number.NEGATIVE_INFINITY;
    const take = (x0: number, x1: number): void => {
      left = Math.min(left, x0);
      right = Math.max(right, x1);
    };
    for (const end of [a, b]) {
      const half2 = radius * radius + RIM - (y - end.y) ** 2;
      if (half2 >= 0) take(end.x - Math.sqrt(half2), end.x + Math.sqrt(half2));
    }
    if (length > 0) takeBand(a, b, dx, dy, length, radius, y, take);
    if (left > right) continue;
    let x0 = Math.ceil(left - 0.5) - 1;
    let x1 = Math.floor(right - 0.5) + 1;
    while (x0 <= x1 && !inside(x0, y)) x0++;
    while (x1 >= x0 && !inside(x1, y)) x1--;
    if (x0 <= x1) span(row, x0, x1 + 1);
  }
}

/** Where the line at height y crosses the four edges of the rectangle around the segment. */
function takeBand(
  a: Point,
  b: Point,
  dx: number,
  dy: number,
  length: number,
  radius: number,
  y: number,
  take: (x0: number, x1: number) => void,
): void {
  const nx = (-dy / length) * radius;
  const ny = (dx / length) * radius;
  const corners: Point[] = [
    { x: a.x + nx, y: a.y + ny },
    { x: b.x + nx, y: b.y + ny },
    { x: b.x - nx, y: b.y - ny },
    { x: a.x - nx, y: a.y - ny },
  ];
  corners.forEach((from, index) => {
    const to = corners[(index + 1) % 4];
    if (y < Math.min(from.y, to.y) || y > Math.max(from.y, to.y)) return;
    const x = from.y === to.y ? from.x : from.x + ((y - from.y) / (to.y - from.y)) * (to.x - from.x);
    take(x, x);
  });
}
