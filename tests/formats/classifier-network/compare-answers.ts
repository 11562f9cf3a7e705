import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PixelClassifier } from '#core/model/classifier.ts';
import type { PixelBlock } from '#core/model/image.ts';
import { FULL_SCALE } from '#core/network/fill-input.ts';
import { packClassifier } from '../../../main/formats/classifier-network/pack-classifier.ts';
import type { ClassifierExport } from '../../../main/services/ports.ts';
import { runCzann } from './ten-lines.mjs';
import { predictNatively } from './train-on-image.ts';

export interface Agreement {
  /** Share of pixels with the same class, 0…1. */
  readonly labels: number;
  /** Share of pixels whose probabilities all are within 1e-4. */
  readonly probabilities: number;
  /** Mean over the pixels of the largest difference of a probability. */
  readonly meanOff: number;
  /** Classes that occur natively. */
  readonly classes: number;
}

/** Nothing but the network. */
export const BARE: Omit<ClassifierExport, 'tile'> = { pixelSizeUm: null, licence: null, native: false, rows: null, test: null };

/** An image as a reader of .czann files feeds it: shape (height, width, channels), integers divided by the largest of their type. */
export function fed({ info }: PixelClassifier, { data, channels }: PixelBlock): Float32Array {
  const area = data.length / channels;
  return Float32Array.from({ length: data.length }, (_, i) => {
    return data[(i % channels) * area + Math.floor(i / channels)]! / FULL_SCALE[info.pixelType];
  });
}

/** Exports the classifier with tiles of the size of the square image, runs that in onnxruntime, and compares with Grove's own. */
export async function compareAnswers(classifier: PixelClassifier, image: PixelBlock): Promise<Agreement> {
  const folder = mkdtempSync(join(tmpdir(), 'grove-czann-'));
  try {
    const path = join(folder, 'classifier.czann');
    writeFileSync(path, packClassifier(classifier, { ...BARE, tile: image.width }));
    const shape = [1, image.height, image.width, image.channels];
    const answer = await runCzann(path, fed(classifier, image), shape);
    return compare(classifier, image, answer.data);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** `answer` has the shape (height, width, classes). */
export function compare(classifier: PixelClassifier, image: PixelBlock, answer: Float32Array): Agreement {
  const native = predictNatively(classifier, image);
  const { classes } = classifier.forest;
  const area = image.width * image.height;
  let labels = 0;
  let close = 0;
  let sumOff = 0;
  for (let i = 0; i < area; i++) {
    let best = 0;
    let farthest = 0;
    for (let k = 0; k < classes; k++) {
      const value = answer[i * classes + k]!;
      if (value > answer[i * classes + best]!) best = k;
      farthest = Math.max(farthest, Math.abs(value - native.probabilities![k * area + i]!));
    }
    if (best + 1 === native.labels[i]) labels++;
    if (farthest <= 1e-4) close++;
    sumOff += farthest;
  }
  const classesSeen = new Set(native.labels).size;
  return { labels: labels / area, probabilities: close / area, meanOff: sumOff / area, classes: classesSeen };
}
