import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

/** A drawn image with its truth (1 = background, 2 = cell) and sparse labels, all on disk as PNG. */
export interface CellImage {
  readonly image: string;
  readonly labels: string;
  readonly truth: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Reproducible numbers 0 … 1. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** Bright discs with noise on a noisy, darker ground, 16 bit grey; every 23rd pixel is labelled. */
export async function drawCells(folder: string, name: string, seed: number, width = 300, height = 260): Promise<CellImage> {
  const random = seededRandom(seed);
  const truth = new Uint8Array(width * height).fill(1);
  for (let cell = 0; cell < (width * height) / 3500; cell++) {
    const cx = random() * width;
    const cy = random() * height;
    const radius = 8 + 10 * random();
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) if ((x - cx) ** 2 + (y - cy) ** 2 < radius ** 2) truth[y * width + x] = 2;
    }
  }
  const noise = (): number => random() + random() + random() - 1.5;
  const pixels = Uint16Array.from(truth, (k) => (k === 2 ? 2200 + 500 * noise() : 1000 + 400 * noise()));
  const labels = truth.map((k, i) => (i % 23 === 0 ? k : 0));
  const paths = { image: join(folder, `${name}.png`), labels: join(folder, `${name}_labels.png`) };
  const raw = { raw: { width, height, channels: 1 } } as const;
  await sharp(pixels, raw).toColourspace('grey16').png().toFile(paths.image);
  await greyPng(paths.labels, labels, width, height);
  return { ...paths, truth, width, height };
}

export async function greyPng(path: string, pixels: Uint8Array, width: number, height: number): Promise<void> {
  await sharp(pixels, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toFile(path);
}

export async function colourPng(path: string, width: number, height: number): Promise<void> {
  const pixels = Uint8Array.from({ length: width * height * 3 }, (_, i) => i % 251);
  await sharp(pixels, { raw: { width, height, channels: 3 } })
    .png()
    .toFile(path);
}

/** The first bytes of a file under another name. */
export function cutFile(bytes: Uint8Array, path: string, length: number): void {
  writeFileSync(path, bytes.subarray(0, length));
}
