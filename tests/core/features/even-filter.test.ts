import { expect, test } from 'vitest';
import { loadKernels } from '../../../main/engines/load-kernels.ts';
import { randomNumbers } from './random-image.ts';

const { wasm, arena } = loadKernels();
const STRIDE = 128;
const ROWS = 96;

/** Both directions of the symmetric filter against the sum it stands for, at every radius up to 40. */
test('every radius equals the plain sum, along the rows and down the columns', () => {
  const mark = arena.mark();
  const random = randomNumbers(4);
  const src = arena.alloc(STRIDE * ROWS * 4);
  const dst = arena.alloc(STRIDE * ROWS * 4);
  const taps = arena.alloc(41 * 4);
  const input = arena.float32(src, STRIDE * ROWS);
  const output = arena.float32(dst, STRIDE * ROWS);
  input.set(input.map(() => random() - 0.5));
  const [x0, y0, width, rows] = [44, 44, 32, 8];
  const from = (y0 * STRIDE + x0) * 4;

  for (let radius = 0; radius <= 40; radius++) {
    const weights = arena.float32(taps, radius + 1);
    weights.set(weights.map(() => random() - 0.5));
    for (const [kernel, step] of [
      [wasm.evenFilterAlong, 1],
      [wasm.evenFilterDown, STRIDE],
    ] as const) {
      output.fill(Number.NaN);
      kernel(dst + from, STRIDE, src + from, STRIDE, width, rows, taps, radius);
      for (const [x, y] of [
        [0, 0],
        [1, 3],
        [31, 7],
        [17, 5],
      ] as const) {
        const at = (y0 + y) * STRIDE + x0 + x;
        let sum = 0;
        for (let k = -radius; k <= radius; k++) sum += weights[Math.abs(k)]! * input[at + k * step]!;
        expect(output[at], `radius ${radius}, step ${step}`).toBeCloseTo(sum, 5);
      }
      // Nothing is written outside the rectangle, whose sizes are multiples of what the kernels work on at once.
      expect(output.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0)).toBe(width * rows);
    }
  }
  arena.reset(mark);
});
