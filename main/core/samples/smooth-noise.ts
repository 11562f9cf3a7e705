import { randomStream } from '../forest/random.ts';

/**
 * Smooth random field of values -1…1: random values on a square lattice of `spacing` pixels, joined by smoothstep interpolation.
 * The same seed and stream give the same field; it repeats after 256 lattice steps.
 */
export function smoothNoise(seed: number, stream: number, spacing: number): (x: number, y: number) => number {
  const random = randomStream(seed, stream);
  const lattice = Float32Array.from({ length: 256 * 256 }, () => random.nextWord() / 2 ** 31 - 1);
  const ease = (t: number): number => t * t * (3 - 2 * t);
  return (x, y) => {
    const u = x / spacing;
    const v = y / spacing;
    const column = Math.floor(u);
    const row = Math.floor(v);
    const at = (c: number, r: number): number => lattice[((r & 255) << 8) | (c & 255)]!;
    const tx = ease(u - column);
    const upper = at(column, row) + tx * (at(column + 1, row) - at(column, row));
    const lower = at(column, row + 1) + tx * (at(column + 1, row + 1) - at(column, row + 1));
    return upper + ease(v - row) * (lower - upper);
  };
}
