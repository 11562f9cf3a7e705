import { randomStream } from '#core/forest/random.ts';
import type { Rect } from '#core/model/image.ts';
import type { CrfInput } from '#core/segmentation/crf/crf-input.ts';

export interface SceneOptions {
  readonly width: number;
  readonly height: number;
  readonly classes: number;
  readonly channels: number;
  readonly seed: number;
  /** Standard deviation of the noise of the image, in parts of the range of its colours. */
  readonly noise?: number;
  /** Pixels² per disc. */
  readonly areaPerDisc?: number;
  readonly mayBeNone?: boolean;
}

export interface Scene extends CrfInput {
  /** Class + 1 of every pixel. */
  readonly truth: Uint8Array;
}

/**
 * Discs of random classes and colours on a ground, with noise in the image and much noise in the probabilities, as from a classifier
 * that is right in about three of four pixels.
 */
export function drawScene({
  width,
  height,
  classes,
  channels,
  seed,
  noise = 0.08,
  areaPerDisc = 150,
  mayBeNone = false,
}: SceneOptions): Scene {
  const random = randomStream(seed, 1);
  const uniform = (): number => random.nextWord() / 2 ** 32;
  const normal = (): number => Math.sqrt(-2 * Math.log(uniform() + 1e-12)) * Math.cos(2 * Math.PI * uniform());
  const n = width * height;
  const truth = new Uint8Array(n).fill(1);
  const edge = Math.min(32, width, height);
  for (let disc = 0; disc < n / areaPerDisc; disc++) {
    const kind = 1 + random.nextBelow(classes);
    const [cx, cy, radius] = [uniform() * width, uniform() * height, edge * (0.08 + 0.2 * uniform())];
    for (let y = Math.max(0, Math.floor(cy - radius)); y < Math.min(height, cy + radius); y++) {
      for (let x = Math.max(0, Math.floor(cx - radius)); x < Math.min(width, cx + radius); x++) {
        if ((x - cx) ** 2 + (y - cy) ** 2 < radius ** 2) truth[y * width + x] = kind;
      }
    }
  }
  const colors = Array.from({ length: classes }, () => Array.from({ length: channels }, uniform));
  const data = new Float32Array(channels * n);
  for (let i = 0; i < data.length; i++) data[i] = colors[truth[i % n]! - 1]![Math.floor(i / n)]! + noise * normal();
  const probabilities = new Float32Array(classes * n);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let k = 0; k < classes; k++) {
      const score = Math.max(0.01, (truth[i] === k + 1 ? 0.62 : 0.38 / (classes - 1)) + 0.25 * normal());
      probabilities[k * n + i] = score;
      sum += score;
    }
    for (let k = 0; k < classes; k++) probabilities[k * n + i]! /= mayBeNone ? Math.max(1, sum) : sum;
  }
  const rect = { x: 0, y: 0, width, height };
  return {
    rect,
    core: rect,
    image: { width, height, channels, data },
    ranges: Array.from({ length: channels }, () => ({ low: 0, high: 1 })),
    probabilities,
    classes,
    mayBeNone,
    truth,
  };
}

/** The part of a scene that a tile sees. */
export function cutScene(scene: Scene, rect: Rect, core: Rect): CrfInput {
  const cut = (planes: number, data: ArrayLike<number>): Float32Array => {
    const part = new Float32Array(planes * rect.width * rect.height);
    for (let i = 0; i < part.length; i++) {
      const k = Math.floor(i / (rect.width * rect.height));
      const y = rect.y + (Math.floor(i / rect.width) % rect.height);
      const x = rect.x + (i % rect.width);
      part[i] = data[(k * scene.rect.height + y) * scene.rect.width + x]!;
    }
    return part;
  };
  const { channels, data } = scene.image;
  return {
    ...scene,
    rect,
    core,
    image: { width: rect.width, height: rect.height, channels, data: cut(channels, data) },
    probabilities: cut(scene.classes, scene.probabilities),
  };
}

/** Class + 1 of the most probable class. */
export function mostProbable({ probabilities, classes }: CrfInput): Uint8Array {
  const n = probabilities.length / classes;
  return Uint8Array.from({ length: n }, (_, i) => {
    let best = 0;
    for (let k = 1; k < classes; k++) if (probabilities[k * n + i]! > probabilities[best * n + i]!) best = k;
    return best + 1;
  });
}

/** How many places hold different values. */
export function countDifferent(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let different = 0;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) different++;
  return different;
}
