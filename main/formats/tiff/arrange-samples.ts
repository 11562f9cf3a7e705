import type { PixelArray } from '#core/model/image.ts';

/**
 * Interleaved samples, shape (pixels, samples), to the planes of some of them, shape (kept, pixels), in the order of `kept`.
 * The type stays.
 */
export function separatePlanes(source: PixelArray, samples: number, kept: readonly number[], target: PixelArray): void {
  const pixels = source.length / samples;
  for (const [k, sample] of kept.entries()) {
    const plane = k * pixels;
    for (let i = 0, at = sample; i < pixels; i++, at += samples) target[plane + i] = source[at]!;
  }
}

/** Planes of one length to interleaved samples, shape (pixels, samples). */
export function interleaveSamples(planes: readonly PixelArray[], target: PixelArray): void {
  const samples = planes.length;
  for (const [s, plane] of planes.entries()) {
    for (let i = 0, at = s; i < plane.length; i++, at += samples) target[at] = plane[i]!;
  }
}

/**
 * Palette indices to planes of red, green and blue, shape (3, pixels). `colors` holds all reds, then greens, then blues, 8 bits
 * each; an index beyond its end is black.
 */
export function applyPalette(indices: PixelArray, colors: Uint8Array, target: Uint8Array): void {
  const pixels = indices.length;
  const count = colors.length / 3;
  for (let c = 0; c < 3; c++) {
    for (let i = 0; i < pixels; i++) {
      const index = indices[i]!;
      target[c * pixels + i] = index < count ? colors[c * count + index]! : 0;
    }
  }
}

/** Replaces each sample by `white` minus it. */
export function invertSamples(data: PixelArray, white: number): void {
  for (let i = 0; i < data.length; i++) data[i] = white - data[i]!;
}

/** Swaps the bytes of each sample of 2, 4 or 8 bytes in place. */
export function swapBytes(bytes: Uint8Array, sampleBytes: number): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (sampleBytes === 2) buffer.swap16();
  else if (sampleBytes === 4) buffer.swap32();
  else if (sampleBytes === 8) buffer.swap64();
}
