import { randomStream } from '../forest/random.ts';
import { blurPlane } from './blur-plane.ts';
import { exposePlane } from './expose-plane.ts';
import { type NucleusShape, placeNuclei, relativeRadius } from './place-nuclei.ts';
import { smoothNoise } from './smooth-noise.ts';

export interface NucleiOptions {
  readonly width: number;
  readonly height: number;
  /** The same seed gives the same image on every machine. */
  readonly seed: number;
}

/** A drawn fluorescence image and its truth. */
export interface NucleiImage {
  /** Camera counts, shape (2, height, width): the stain of the nuclei, then that of the cells around them. */
  readonly pixels: Uint16Array;
  /** Shape (height, width): 1 = background, 2 = nucleus. */
  readonly truth: Uint8Array;
  /** The nucleus each pixel belongs to, counted from 1; 0 for background. Shape (height, width). */
  readonly nuclei: Uint16Array;
}

/** Blur of the lens, standard deviation in pixels. */
const LENS_SIGMA = 1.15;
/** Expected photons per pixel in an average nucleus and cell. */
const NUCLEUS_PHOTONS = 170;
const CELL_PHOTONS = 75;
const NUCLEUS_BACKGROUND = 26;
const CELL_BACKGROUND = 20;
/** Light from above and below the focus, as a share of the stain, and how far it spreads in pixels. */
const HAZE = 0.16;
const HAZE_SIGMA = 11;

/**
 * Draws fluorescent nuclei in their cells as seen by a microscope: elliptical nuclei with chromatin texture and dark nucleoli,
 * a few dividing ones that are small and bright, cells with fibres and brighter rims, haze, uneven light, photon noise. About
 * 150 nuclei on 1024². The same seed gives the same image, byte by byte; different seeds give different ones.
 */
export function drawNuclei({ width, height, seed }: NucleiOptions): NucleiImage {
  const shapes = placeNuclei(width, height, randomStream(seed, 0));
  const area = width * height;
  const nuclei = new Uint16Array(area);
  const stain = new Float32Array(area);
  paintNuclei(shapes, width, height, seed, nuclei, stain);
  const cells = new Float32Array(area);
  paintCells(shapes, width, height, seed, nuclei, cells);

  const pixels = new Uint16Array(2 * area);
  for (const [i, [plane, background]] of (
    [
      [stain, NUCLEUS_BACKGROUND],
      [cells, CELL_BACKGROUND],
    ] as const
  ).entries()) {
    const haze = plane.slice();
    blurPlane(haze, width, height, HAZE_SIGMA);
    blurPlane(plane, width, height, LENS_SIGMA);
    for (let k = 0; k < area; k++) plane[k] = plane[k]! + HAZE * haze[k]!;
    exposePlane(plane, width, height, background, seed, 3 + i, pixels.subarray(i * area, (i + 1) * area));
  }
  return { pixels, truth: Uint8Array.from(nuclei, (n) => (n === 0 ? 1 : 2)), nuclei };
}

/** Calls `visit` for every pixel within `margin` of a nucleus. */
function around(
  { x, y, long }: NucleusShape,
  margin: number,
  width: number,
  height: number,
  visit: (x: number, y: number, at: number) => void,
): void {
  const reach = 1.15 * long + margin;
  const right = Math.min(width - 1, Math.ceil(x + reach));
  const bottom = Math.min(height - 1, Math.ceil(y + reach));
  for (let py = Math.max(0, Math.floor(y - reach)); py <= bottom; py++) {
    for (let px = Math.max(0, Math.floor(x - reach)); px <= right; px++) visit(px, py, py * width + px);
  }
}

function paintNuclei(
  shapes: readonly NucleusShape[],
  width: number,
  height: number,
  seed: number,
  nuclei: Uint16Array,
  stain: Float32Array,
): void {
  const random = randomStream(seed, 1);
  const unit = (): number => random.nextWord() * 2 ** -32;
  const coarse = smoothNoise(seed, 10, 7);
  const fine = smoothNoise(seed, 11, 3);
  for (const [n, shape] of shapes.entries()) {
    const nucleoli = shape.mitotic
      ? []
      : Array.from({ length: 1 + random.nextBelow(3) }, () => {
          const angle = 2 * Math.PI * unit();
          const away = 0.6 * Math.sqrt(unit()) * shape.short;
          return {
            x: shape.x + away * Math.cos(angle),
            y: shape.y + away * Math.sin(angle),
            radius: 2.2 + 2.2 * unit(),
            depth: 0.3 + 0.25 * unit(),
          };
        });
    const radiusAt = relativeRadius(shape);
    const clumps = shape.mitotic ? 0.12 : 0.2;
    around(shape, 2, width, height, (x, y, at) => {
      const r = radiusAt(x, y);
      if (r >= 1) return;
      // Flat in the middle, thinner towards the outline, as a flattened ball is.
      const thickness = 0.55 + 0.45 * Math.sqrt(1 - r * r);
      let value = thickness * (1 + clumps * coarse(x, y) + 0.6 * clumps * fine(x, y));
      for (const spot of nucleoli) {
        const distance = ((x - spot.x) ** 2 + (y - spot.y) ** 2) / spot.radius ** 2;
        value *= 1 - spot.depth * Math.exp(-distance);
      }
      stain[at] = Math.max(stain[at]!, NUCLEUS_PHOTONS * shape.brightness * value);
      nuclei[at] = n + 1;
    });
  }
}

function paintCells(
  shapes: readonly NucleusShape[],
  width: number,
  height: number,
  seed: number,
  nuclei: Uint16Array,
  cells: Float32Array,
): void {
  const area = width * height;
  /** Distance from the outline of the nearest and of the second nearest nucleus, in pixels, and which is nearest. */
  const nearest = new Float32Array(area).fill(1e6);
  const second = new Float32Array(area).fill(1e6);
  const owner = new Int32Array(area).fill(-1);
  const ragged = smoothNoise(seed, 12, 17);
  for (const [n, shape] of shapes.entries()) {
    const radius = (shape.long + shape.short) / 2;
    const radiusAt = relativeRadius(shape);
    around(shape, shape.reach + 14, width, height, (x, y, at) => {
      const distance = (radiusAt(x, y) - 1) * radius + (shape.mitotic ? 2 : 9) * ragged(x, y);
      if (distance < nearest[at]!) {
        second[at] = nearest[at]!;
        nearest[at] = distance;
        owner[at] = n;
      } else if (distance < second[at]!) second[at] = distance;
    });
  }
  const grain = smoothNoise(seed, 13, 4);
  const patches = smoothNoise(seed, 14, 23);
  const bend = smoothNoise(seed, 15, 90);
  const fibre = smoothNoise(seed, 16, 5);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const shape = shapes[owner[at]!];
      if (shape === undefined) continue;
      const depth = shape.reach - nearest[at]!;
      if (depth <= 0) continue;
      // Fibres: noise stretched along a direction that turns slowly over the image and differs from cell to cell.
      const direction = shape.angle + 0.8 * bend(x, y);
      const across = Math.abs(x * Math.sin(direction) - y * Math.cos(direction));
      const along = Math.abs(x * Math.cos(direction) + y * Math.sin(direction)) / 9;
      const fibres = shape.mitotic ? 0 : Math.max(0, fibre(across, along));
      const towardsRim = Math.min(1, depth / 16);
      const rim = Math.exp(-((Math.min(depth, (second[at]! - nearest[at]!) / 2) / 2.4) ** 2));
      const body = towardsRim * (0.75 + 0.3 * patches(x, y) + 0.22 * grain(x, y) + 0.5 * fibres);
      const overNucleus = nuclei[at] === 0 ? 1 : shape.mitotic ? 0.6 : 0.45;
      cells[at] = CELL_PHOTONS * overNucleus * Math.max(0.05, body + 0.55 * rim + (shape.mitotic ? 0.5 * towardsRim : 0));
    }
  }
}
