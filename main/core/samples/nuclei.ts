import { type RandomStream, randomStream } from '../forest/random.ts';
import { smoothNoise } from './smooth-noise.ts';

export interface NucleiOptions {
  readonly width: number;
  readonly height: number;
  /** The same seed gives the same image on every machine. */
  readonly seed: number;
}

export interface NucleiImage {
  /** Shape (2, height, width), camera counts: the nuclear stain, then a stain of the cell body. */
  readonly pixels: Uint16Array;
  /** Shape (height, width): 1 = background, 2 = nucleus. */
  readonly truth: Uint8Array;
}

interface Nucleus {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly aspect: number;
  readonly turn: number;
  readonly level: number;
  /** Amplitude and phase of the second and third harmonic of its outline. */
  readonly wave: readonly [number, number, number, number];
  readonly dividing: boolean;
}

/** Counts of a camera without light, and its noise. */
const OFFSET = 100;
const READ_NOISE = 14;
/** One nucleus per so many pixels, as far as they find room. */
const PIXELS_PER_NUCLEUS = 3400;

/**
 * Draws cultured cells as a fluorescence microscope sees them: textured nuclei of uneven brightness, some dividing and bright,
 * cell bodies with fibres around them, uneven illumination and background, photon and read noise.
 */
export function drawNuclei({ width, height, seed }: NucleiOptions): NucleiImage {
  const random = randomStream(seed, 1);
  const nuclei = placeNuclei(width, height, random);
  const chromatin = smoothNoise(seed, 2, 3.5);
  const fibres = smoothNoise(seed, 3, 5);
  const haze = smoothNoise(seed, 4, 130);
  const area = width * height;
  const light = new Float32Array(area);
  const body = new Float32Array(area);
  const truth = new Uint8Array(area).fill(1);

  for (const nucleus of nuclei) {
    const reach = Math.ceil(nucleus.radius * 3);
    const [cos, sin] = [Math.cos(nucleus.turn), Math.sin(nucleus.turn)];
    const fromX = Math.max(0, Math.floor(nucleus.x) - reach);
    const toX = Math.min(width, Math.ceil(nucleus.x) + reach);
    const fromY = Math.max(0, Math.floor(nucleus.y) - reach);
    const toY = Math.min(height, Math.ceil(nucleus.y) + reach);
    for (let y = fromY; y < toY; y++) {
      for (let x = fromX; x < toX; x++) {
        const u = (x - nucleus.x) * cos + (y - nucleus.y) * sin;
        const v = ((y - nucleus.y) * cos - (x - nucleus.x) * sin) / nucleus.aspect;
        const distance = Math.sqrt(u * u + v * v);
        const rim = nucleus.radius * outline(nucleus.wave, Math.atan2(v, u));
        const at = y * width + x;
        // Out of focus over about two pixels.
        const inside = clamp01((rim - distance) / 2.4 + 0.5);
        if (inside > 0) {
          const texture = nucleus.dividing ? 1 + 0.1 * chromatin(x, y) : 1 + 0.32 * chromatin(x, y) + 0.12 * chromatin(2 * x, 2 * y);
          light[at] = Math.max(light[at]!, nucleus.level * inside * texture);
          if (inside >= 0.5) truth[at] = 2;
        }
        const around = clamp01(1 - (distance - rim * 0.7) / (rim * 1.9));
        const grain = 0.75 + 0.5 * fibres(u * 0.35 + nucleus.x, v * 1.6 + nucleus.y);
        const glow = 520 * around * around * grain * (1 - 0.55 * inside);
        body[at] = Math.max(body[at]!, glow * (nucleus.dividing ? 1.5 : 1));
      }
    }
  }

  const pixels = new Uint16Array(2 * area);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const [px, py] = [x / width - 0.5, y / height - 0.5];
      const illumination = 1 - 0.45 * (px * px + py * py);
      const ground = 150 + 60 * px - 40 * py + 55 * haze(x, y);
      pixels[at] = exposed(illumination * (light[at]! + ground), random);
      pixels[area + at] = exposed(illumination * (body[at]! + 110 + 30 * haze(x + 500, y)), random);
    }
  }
  return { pixels, truth };
}

function placeNuclei(width: number, height: number, random: RandomStream): Nucleus[] {
  const nuclei: Nucleus[] = [];
  const between = (low: number, high: number): number => low + ((high - low) * random.nextWord()) / 2 ** 32;
  const wanted = Math.max(1, Math.round((width * height) / PIXELS_PER_NUCLEUS));
  for (let attempt = 0; attempt < wanted * 8 && nuclei.length < wanted; attempt++) {
    const dividing = random.nextBelow(14) === 0;
    const nucleus: Nucleus = {
      x: between(0, width),
      y: between(0, height),
      radius: dividing ? between(8, 11) : between(12, 20),
      aspect: dividing ? between(0.45, 0.7) : between(0.65, 1),
      turn: between(0, Math.PI),
      level: dividing ? between(2600, 3600) : between(600, 1700),
      wave: [between(0, 0.07), between(0, 6.3), between(0, 0.06), between(0, 6.3)],
      dividing,
    };
    // Neighbours may touch, as they do in culture, but seldom overlap.
    const crowded = nuclei.some((other) => {
      const gap = (other.radius + nucleus.radius) * 0.92;
      return (other.x - nucleus.x) ** 2 + (other.y - nucleus.y) ** 2 < gap * gap;
    });
    if (!crowded) nuclei.push(nucleus);
  }
  return nuclei;
}

function outline([second, phase2, third, phase3]: Nucleus['wave'], angle: number): number {
  return 1 + second * Math.cos(2 * angle + phase2) + third * Math.cos(3 * angle + phase3);
}

/** Counts of a camera for a mean signal: photon noise (half a count per photon) and read noise, both near normal. */
function exposed(signal: number, random: RandomStream): number {
  // The sum of four uniform numbers is close enough to a normal one, and cheap.
  const words = random.nextWord() + random.nextWord() + random.nextWord() + random.nextWord();
  const normal = (words / 2 ** 32 - 2) * Math.sqrt(3);
  const deviation = Math.sqrt(Math.max(0, signal) * 2 + READ_NOISE * READ_NOISE);
  return Math.max(0, Math.min(65_535, Math.round(OFFSET + signal + normal * deviation)));
}

function clamp01(value: number): number {
  return Math.min(1, Math.max(0, value));
}
