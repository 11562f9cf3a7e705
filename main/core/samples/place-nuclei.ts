import type { RandomStream } from '../forest/random.ts';

type Wave = readonly [amplitude: number, phase: number];

/** A nucleus to be drawn; lengths in pixels, angles in radians. */
export interface NucleusShape {
  readonly x: number;
  readonly y: number;
  /** Half axes of the ellipse. */
  readonly long: number;
  readonly short: number;
  readonly angle: number;
  /** Amplitude and phase of waves 2, 3 and 4 along its outline, as a share of the radius. */
  readonly waves: readonly [Wave, Wave, Wave];
  /** Dividing: condensed, bright, without nucleoli. */
  readonly mitotic: boolean;
  /** Stain relative to the usual. */
  readonly brightness: number;
  /** How far its cell reaches beyond the nucleus. */
  readonly reach: number;
}

/** Pixels per nucleus. */
const AREA_EACH = 6800;
const MITOTIC_SHARE = 0.07;

/** Scatters nuclei over an image; they may touch a little, never overlap much, and some lie across its edge. */
export function placeNuclei(width: number, height: number, random: RandomStream): NucleusShape[] {
  const unit = (): number => random.nextWord() * 2 ** -32;
  const between = (low: number, high: number): number => low + (high - low) * unit();
  const wave = (most: number): Wave => [between(0, most), between(0, 2 * Math.PI)];
  const wanted = Math.max(3, Math.round((width * height) / AREA_EACH));
  const nuclei: NucleusShape[] = [];
  for (let tries = 0; nuclei.length < wanted && tries < 40 * wanted; tries++) {
    const dividing = unit() < MITOTIC_SHARE;
    const radius = dividing ? between(11, 15) : between(15, 23);
    const stretch = dividing ? between(1.2, 2.3) : between(1, 1.5);
    const shape: NucleusShape = {
      x: between(-0.01, 1.01) * width,
      y: between(-0.01, 1.01) * height,
      long: radius * Math.sqrt(stretch),
      short: radius / Math.sqrt(stretch),
      angle: between(0, Math.PI),
      waves: [wave(0.045), wave(0.035), wave(0.02)],
      mitotic: dividing,
      brightness: dividing ? between(2, 2.8) : between(0.6, 1.25),
      reach: dividing ? between(10, 15) : between(18, 42),
    };
    if (nuclei.every((other) => apart(shape, other))) nuclei.push(shape);
  }
  return nuclei;
}

/** Mean radii may overlap by a tenth, as nuclei above each other do. */
function apart(a: NucleusShape, b: NucleusShape): boolean {
  const radii = (a.long + a.short + b.long + b.short) / 2;
  return (a.x - b.x) ** 2 + (a.y - b.y) ** 2 > (0.95 * radii) ** 2;
}

/** Tells the place of a point in a nucleus: 0 at its centre, 1 on its outline, growing outwards. */
export function relativeRadius(shape: NucleusShape): (x: number, y: number) => number {
  const cos = Math.cos(shape.angle);
  const sin = Math.sin(shape.angle);
  const [[a2, p2], [a3, p3], [a4, p4]] = shape.waves;
  return (x, y) => {
    const dx = x - shape.x;
    const dy = y - shape.y;
    const u = (dx * cos + dy * sin) / shape.long;
    const v = (dy * cos - dx * sin) / shape.short;
    const around = Math.atan2(v, u);
    const outline = 1 + a2 * Math.cos(2 * around + p2) + a3 * Math.cos(3 * around + p3) + a4 * Math.cos(4 * around + p4);
    return Math.sqrt(u * u + v * v) / outline;
  };
}
