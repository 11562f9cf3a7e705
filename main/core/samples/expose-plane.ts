import { type RandomStream, randomStream } from '../forest/random.ts';
import { smoothNoise } from './smooth-noise.ts';

/** What a camera counts in the dark. */
const OFFSET = 420;
const COUNTS_PER_PHOTON = 6.5;
/** Standard deviation of the read-out, in counts. */
const READ_NOISE = 9;
const DARKENING_AT_CORNERS = 0.3;

/**
 * Turns expected photons per pixel, shape (height, width), into 16-bit camera counts: corners are darker, the background is
 * uneven, photons arrive at random (variance = mean) and the read-out adds its own noise. `seed` and `stream` choose the chance.
 */
export function exposePlane(
  photons: Float32Array,
  width: number,
  height: number,
  background: number,
  seed: number,
  stream: number,
  counts: Uint16Array,
): void {
  const random = randomStream(seed, stream);
  const glow = smoothNoise(seed, stream + 20, 320);
  const centreX = (0.4 + 0.2 * random.nextWord() * 2 ** -32) * width;
  const centreY = (0.4 + 0.2 * random.nextWord() * 2 ** -32) * height;
  const reach = (width * width + height * height) / 4;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const light = 1 - (DARKENING_AT_CORNERS * ((x - centreX) ** 2 + (y - centreY) ** 2)) / reach;
      const mean = light * (photons[i]! + background * (1 + 0.35 * glow(x, y)));
      const arrived = mean + Math.sqrt(mean) * gaussian(random);
      counts[i] = Math.min(65_535, Math.max(0, Math.round(OFFSET + COUNTS_PER_PHOTON * arrived + READ_NOISE * gaussian(random))));
    }
  }
}

/** A normal variate from the sum of four uniform ones; within ±3.5, which photographs never need to leave. */
function gaussian(random: RandomStream): number {
  const sum = random.nextWord() + random.nextWord() + random.nextWord() + random.nextWord();
  return (sum * 2 ** -32 - 2) * Math.sqrt(3);
}
