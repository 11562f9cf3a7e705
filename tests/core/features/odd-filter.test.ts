import { expect, test } from 'vitest';
import { loadKernels } from '../../../main/engines/load-kernels.ts';
import { randomNumbers } from './random-image.ts';

const { wasm, arena } = loadKernels();
const STRIDE = 128;
const ROWS = 96;

/** Both directions of the antisymmetric filter against the sum it stands for, at every radius up to 40. */
test('every radius equals the plain sum, along the rows and down the columns', () => {
  const mark = arena.mark();
  const random = randomNumbers(14);
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
    // The centre must not count.
    weights.set(weights.map((_, k) => (k === 0 ? 1e6 : random() - 0.5)));
    for (const [kernel, step] of [
      [wasm.oddFilterAlong, 1],
      [wasm.oddFilterDown, STRIDE],
    ] as const) {
      output.fill(Number.NaN);
      kernel(dst + from, STRIDE, src + from, STRIDE, width, rows, taps, radius);
      let written = 0;
      for (const value of output) if (!Number.isNaN(value)) written++;
      expect(written, 'nothing is written outside the rectangle').toBe(width * rows);
      for (let y = 0; y < rows; y++) {
        for (let x = 0; x < width; x++) {
          const at = (y0 + y) * STRIDE + x0 + x;
          let sum = 0;
          for (let k = 1; k <= radius; k++) sum += weights[k]! * (input[at + k * step]! - input[at - k * step]!);
          if (Math.abs(output[at]! - sum) > 1e-5) throw new Error(`radius ${radius}, step ${step}: ${output[at]} is not ${sum}`);
        }
      }
    }
  }
  arena.reset(mark);
});
