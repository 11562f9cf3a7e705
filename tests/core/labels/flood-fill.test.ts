import { describe, expect, it } from 'vitest';
import { randomStream } from '#core/forest/random.ts';
import { maskBit, maskRowBytes } from '#core/labels/bit-mask.ts';
import { floodFill } from '#core/labels/flood-fill.ts';

/** The filled pixels as places y * width + x. */
function filled(values: Float32Array, width: number, height: number, x: number, y: number, tolerance: number): number[] {
  const { box, mask } = floodFill(values, width, height, x, y, tolerance);
  const found: number[] = [];
  for (let py = 0; py < box.height; py++) {
    for (let px = 0; px < box.width; px++) {
      if (maskBit(mask, maskRowBytes(box.width), px, py)) found.push((box.y + py) * width + box.x + px);
    }
  }
  return found;
}

/** Grows by one ring at a time until nothing is added. */
function naive(values: Float32Array, width: number, height: number, start: number, tolerance: number): number[] {
  const reached = new Set([start]);
  for (let before = 0; before !== reached.size; ) {
    before = reached.size;
    for (let at = 0; at < width * height; at++) {
      if (reached.has(at) || !(Math.abs(values[at]! - values[start]!) <= tolerance)) continue;
      const x = at % width;
      const beside = [x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1, at - width, at + width];
      if (beside.some((one) => reached.has(one))) reached.add(at);
    }
  }
  return [...reached].sort((a, b) => a - b);
}

describe('a flood fill', () => {
  it('goes around corners but not over diagonals', () => {
    const picture = Float32Array.from([1, 1, 0, 1, 0, 1, 0, 1, 1, 1, 0, 1, 0, 0, 0, 1]);
    expect(filled(picture, 4, 4, 0, 0, 0)).toEqual([0, 1, 5, 7, 8, 9].filter((at) => [0, 1, 5, 9, 8].includes(at)));
  });

  it('takes the start itself where its value is not a number', () => {
    expect(filled(Float32Array.from([Number.NaN, Number.NaN]), 2, 1, 1, 0, 5)).toEqual([1]);
  });

  it('agrees with a naive version on random pictures', () => {
    const random = randomStream(3, 1);
    for (let round = 0; round < 30; round++) {
      const width = 1 + random.nextBelow(14);
      const height = 1 + random.nextBelow(14);
      const values = Float32Array.from({ length: width * height }, () => random.nextBelow(5));
      const start = random.nextBelow(width * height);
      const [x, y] = [start % width, Math.floor(start / width)];
      expect(filled(values, width, height, x, y, 1)).toEqual(naive(values, width, height, start, 1));
    }
  });
});
