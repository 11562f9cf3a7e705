import type { PixelBlock } from '#core/model/image.ts';

/** Uniform numbers in 0 … 1, the same for the same seed (Lehmer generator, modulus 2^31 - 1). */
export function randomNumbers(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state - 1) / 2_147_483_646;
  };
}

/** Noise between 0 and 4095 on a slope, float32. */
export function randomImage(width: number, height: number, channels: number, seed: number): PixelBlock {
  const random = randomNumbers(seed);
  const data = Float32Array.from({ length: channels * width * height }, (_, i) => random() * 4095 + (i % width) * 10);
  return { width, height, channels, data };
}
