import type { Rect } from '../model/image.ts';
import type { TilePrediction } from '../segmentation/tile-prediction.ts';
import type { AxisTile } from '../tiling/plan-axis.ts';

/** The answer of a network for one plane of a tile. */
export interface AnswerPlane {
  /** Shape (height · scale.y, width · scale.x, outputs) of the tile, from `offset` on. */
  readonly data: Float32Array;
  readonly offset: number;
  readonly outputs: number;
  readonly column: AxisTile;
  readonly row: AxisTile;
  /** Output pixels per input pixel. */
  readonly scale: { readonly x: number; readonly y: number };
}

/** Scores of classes that do not share out a whole count from here on. */
const PRESENT = 0.5;

/** Makes percentages that are whole but for rounding come out whole. */
const ROUNDING = 1e-4;

/**
 * Labels of the part of an answer that is kept: most probable class + 1 (ties: the first), its probability in percent, and the
 * probabilities, shape (classes, height, width), where wanted. With `many` a pixel may have several classes: its label is the most
 * probable one that scores at least 0.5, else 0. Scores that are no numbers count as 0.
 */
export function fuseSegmentation(answer: AnswerPlane, many: boolean, wantProbabilities: boolean): TilePrediction {
  const { data, outputs } = answer;
  const rect = keptRect(answer);
  const pixels = rect.width * rect.height;
  const labels = new Uint8Array(pixels);
  const confidence = new Uint8Array(pixels);
  const probabilities = wantProbabilities ? new Float32Array(outputs * pixels) : null;
  let to = 0;
  for (let y = 0; y < rect.height; y++) {
    let at = firstOf(answer, y);
    for (let x = 0; x < rect.width; x++, to++, at += outputs) {
      let best = 0;
      // || 0: a score that is no number counts as 0.
      let most = data[at]! || 0;
      for (let k = 1; k < outputs; k++) {
        const score = data[at + k]!;
        if (score > most) {
          most = score;
          best = k;
        }
      }
      const share = most > 0 ? Math.min(most, 1) : 0;
      labels[to] = many && !(most >= PRESENT) ? 0 : best + 1;
      confidence[to] = Math.floor(100 * share + ROUNDING);
      if (probabilities === null) continue;
      for (let k = 0; k < outputs; k++) probabilities[k * pixels + to] = data[at + k]! || 0;
    }
  }
  return { rect, labels, confidence, probabilities };
}

/** The part of an answer that is kept as pixels, shape (outputs, height, width). */
export function fuseImage(answer: AnswerPlane): { rect: Rect; data: Float32Array } {
  const { data, outputs } = answer;
  const rect = keptRect(answer);
  const pixels = rect.width * rect.height;
  const image = new Float32Array(outputs * pixels);
  let to = 0;
  for (let y = 0; y < rect.height; y++) {
    let at = firstOf(answer, y);
    for (let x = 0; x < rect.width; x++, to++) for (let k = 0; k < outputs; k++) image[k * pixels + to] = data[at++]!;
  }
  return { rect, data: image };
}

/** Where the kept part lies in the result, in output pixels. */
function keptRect({ column, row, scale }: AnswerPlane): Rect {
  return {
    x: column.start * scale.x,
    y: row.start * scale.y,
    width: column.width * scale.x,
    height: row.width * scale.y,
  };
}

/** Place of the first kept pixel of a kept row. */
function firstOf({ column, row, scale, offset, outputs }: AnswerPlane, y: number): number {
  const across = (column.before + column.width + column.after) * scale.x;
  return offset + ((row.before * scale.y + y) * across + column.before * scale.x) * outputs;
}

/** Largest score, and the class it belongs to, of an answer for a whole image, in any shape with one axis of `classes` values. */
export function fuseClassification(scores: Float32Array): { best: number; scores: number[] } {
  let best = 0;
  for (let k = 1; k < scores.length; k++) if (scores[k]! > scores[best]!) best = k;
  return { best, scores: [...scores] };
}
