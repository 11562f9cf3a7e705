import { reflect } from '#core/raster/reflect.ts';

/** A plane as float64 rows. */
export interface NaivePlane {
  readonly width: number;
  readonly height: number;
  readonly data: ArrayLike<number>;
}

export type Kernel2D = (dx: number, dy: number) => number;

/** sum over |dx|, |dy| ≤ radius of kernel(dx, dy) in(x + dx, y + dy), straight from the definition, in float64. */
export function correlate({ width, height, data }: NaivePlane, radius: number, kernel: Kernel2D): NaivePlane {
  const out = new Float64Array(width * height);
  const side = 2 * radius + 1;
  const weights = Float64Array.from({ length: side * side }, (_, i) =>
    kernel((i % side) - radius, Math.floor(i / side) - radius),
  );
  const columns = Int32Array.from({ length: width + 2 * radius }, (_, x) => reflect(x - radius, width));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let j = 0; j < side; j++) {
        const row = reflect(y + j - radius, height) * width;
        for (let i = 0; i < side; i++) {
          const weight = weights[j * side + i]!;
          if (weight !== 0) sum += weight * data[row + columns[x + i]!]!;
        }
      }
      out[y * width + x] = sum;
    }
  }
  return { width, height, data: out };
}

export function naiveGaussian(plane: NaivePlane, sigma: number): NaivePlane {
  if (sigma === 0) return plane;
  const radius = Math.floor(4 * sigma + 0.5);
  const g = normalised(sigma, radius);
  // Two passes: the only shortcut, without which the largest Gaussians take minutes.
  const down = correlate1(plane, radius, g, 0, 1);
  return correlate1(down, radius, g, 1, 0);
}

export function correlate1(
  { width, height, data }: NaivePlane,
  radius: number,
  weight: (k: number) => number,
  stepX: number,
  stepY: number,
): NaivePlane {
  const out = new Float64Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let k = -radius; k <= radius; k++) {
        sum += weight(k) * data[reflect(y + k * stepY, height) * width + reflect(x + k * stepX, width)]!;
      }
      out[y * width + x] = sum;
    }
  }
  return { width, height, data: out };
}

export function normalised(sigma: number, radius: number): (k: number) => number {
  let sum = 0;
  for (let k = -radius; k <= radius; k++) sum += Math.exp((-k * k) / (2 * sigma * sigma));
  return (k) => Math.exp((-k * k) / (2 * sigma * sigma)) / sum;
}

/** The plane continued by reflection by `margin` pixels on every side. */
export function padded({ width, height, data }: NaivePlane, margin: number): NaivePlane {
  const wide = width + 2 * margin;
  const high = height + 2 * margin;
  const out = new Float64Array(wide * high);
  for (let y = 0; y < high; y++) {
    for (let x = 0; x < wide; x++) out[y * wide + x] = data[reflect(y - margin, height) * width + reflect(x - margin, width)]!;
  }
  return { width: wide, height: high, data: out };
}

/** The plane without `margin` pixels on every side. */
export function cropped({ width, height, data }: NaivePlane, margin: number): NaivePlane {
  const narrow = width - 2 * margin;
  const low = height - 2 * margin;
  const out = Float64Array.from(
    { length: narrow * low },
    (_, i) => data[(Math.floor(i / narrow) + margin) * width + (i % narrow) + margin]!,
  );
  return { width: narrow, height: low, data: out };
}

/** Pixel by pixel from planes of one size. */
export function combine(planes: readonly NaivePlane[], value: (...samples: number[]) => number): NaivePlane {
  const data = Float64Array.from(planes[0]!.data, (_, i) => value(...planes.map((plane) => plane.data[i]!)));
  return { ...planes[0]!, data };
}
