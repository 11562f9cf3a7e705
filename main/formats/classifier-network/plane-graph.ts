import type { HalfFilter, SeparableFilter } from '#core/features/separable-filter.ts';
import type { GraphWriter } from './graph-writer.ts';

/**
 * A plane of every channel with `margin` pixels more than the tile on each side: shape (batch · channels, 1, height + 2 margin,
 * width + 2 margin), float32. Channels lie along the batch, so one graph computes them all.
 */
export interface Plane {
  readonly name: string;
  readonly margin: number;
}

/** A one-dimensional filter applied as correlation: out[x] = sum over i of taps[i] in[x + i - before]. */
export interface Taps {
  readonly taps: Float32Array;
  /** Taps in front of the centre. */
  readonly before: number;
}

/** What the feature families build their planes with. All arithmetic is float32. */
export interface PlaneGraph {
  /** Size of the tile in pixels. */
  readonly height: number;
  readonly width: number;
  /** The image, with the mirrored border of the whole graph as its margin. */
  readonly image: Plane;
  /** The same plane with a smaller margin. Throws RangeError for a larger one. */
  crop(plane: Plane, margin: number): Plane;
  /** Filters down the columns, then along the rows, each without padding: the input's margin must hold the taps beyond `margin`. */
  separable(from: Plane, down: Taps, along: Taps, margin: number): Plane;
  /** Element by element; margins are cut to the smaller one. */
  add(a: Plane, b: Plane): Plane;
  subtract(a: Plane, b: Plane): Plane;
  multiply(a: Plane, b: Plane): Plane;
  scale(plane: Plane, factor: number): Plane;
  squareRoot(plane: Plane): Plane;
  /** The larger of each element and `least`. */
  atLeast(plane: Plane, least: number): Plane;
}

/** The taps of a half filter as a whole. */
export function wholeTaps({ parity, taps }: HalfFilter): Taps {
  const radius = taps.length - 1;
  const whole = new Float32Array(2 * radius + 1);
  for (let k = 0; k <= radius; k++) {
    whole[radius + k] = taps[k]!;
    if (k > 0) whole[radius - k] = parity === 'even' ? taps[k]! : -taps[k]!;
  }
  return { taps: whole, before: radius };
}

/** A separable filter of half filters, from the plane's own margin down to `margin`. */
export function filterPlane(graph: PlaneGraph, from: Plane, { down, along }: SeparableFilter, margin: number): Plane {
  return graph.separable(from, wholeTaps(down), wholeTaps(along), margin);
}

/** `image` is the padded input, see Plane. */
export function createPlaneGraph(
  writer: GraphWriter,
  size: { readonly height: number; readonly width: number },
  image: Plane,
): PlaneGraph {
  const { height, width } = size;

  /** A rectangle of a plane by its margins: rows, then columns. */
  function cut(plane: Plane, top: number, bottom: number, left: number, right: number): string {
    const { name, margin } = plane;
    if (top > margin || bottom > margin || left > margin || right > margin) {
      throw new RangeError(`A margin of ${margin} pixels does not hold ${Math.max(top, bottom, left, right)}.`);
    }
    if (top === margin && bottom === margin && left === margin && right === margin) return name;
    const starts = writer.integers([margin - top, margin - left]);
    const ends = writer.integers([margin + height + bottom, margin + width + right]);
    return writer.emit('Slice', [name, starts, ends, writer.integers([2, 3])]);
  }

  const together = (op: string, a: Plane, b: Plane): Plane => {
    const margin = Math.min(a.margin, b.margin);
    return { name: writer.emit(op, [graph.crop(a, margin).name, graph.crop(b, margin).name]), margin };
  };
  const withScalar = (op: string, { name, margin }: Plane, value: number): Plane => ({
    name: writer.emit(op, [name, writer.scalar(value)]),
    margin,
  });

  const graph: PlaneGraph = {
    height,
    width,
    image,
    crop: (plane, margin) => ({ name: cut(plane, margin, margin, margin, margin), margin }),
    separable(from, down, along, margin) {
      const after = ({ taps, before }: Taps): number => taps.length - 1 - before;
      const name = cut(from, margin + down.before, margin + after(down), margin + along.before, margin + after(along));
      const columns = writer.emit('Conv', [name, writer.floats([1, 1, down.taps.length, 1], down.taps)], {
        kernel_shape: [down.taps.length, 1],
      });
      const rows = writer.emit('Conv', [columns, writer.floats([1, 1, 1, along.taps.length], along.taps)], {
        kernel_shape: [1, along.taps.length],
      });
      return { name: rows, margin };
    },
    add: (a, b) => together('Add', a, b),
    subtract: (a, b) => together('Sub', a, b),
    multiply: (a, b) => together('Mul', a, b),
    scale: (plane, factor) => withScalar('Mul', plane, factor),
    squareRoot: ({ name, margin }) => ({ name: writer.emit('Sqrt', [name]), margin }),
    atLeast: (plane, least) => withScalar('Max', plane, least),
  };
  return graph;
}
