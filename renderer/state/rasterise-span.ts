/** Takes pixels x0 … x1 - 1 of row y. May lie outside the image; whoever receives it clips. */
export type SpanSink = (y: number, x0: number, x1: number) => void;

/** A point in level-0 pixels; the pixel (i, j) covers [i, i + 1) × [j, j + 1) and has its centre at (i + 0.5, j + 0.5). */
export interface Point {
  readonly x: number;
  readonly y: number;
}
