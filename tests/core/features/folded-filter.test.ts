import { describe, expect, it } from 'vitest';
import { loadKernels } from '../../../main/engines/load-kernels.ts';
import { randomNumbers } from './random-image.ts';

const { wasm, arena } = loadKernels();
const STRIDE = 128;
const ROWS = 96;
const FILTERS = [
  { parity: 'even', sign: 1, along: wasm.evenFilterAlong, down: wasm.evenFilterDown, seed: 4 },
  { parity: 'odd', sign: -1, along: wasm.oddFilterAlong, down: wasm.oddFilterDown, seed: 14 },
];

/** Both directions of the folded filters against the sum they stand for, at every radius up to 40. */
describe.each(FILTERS)('the $parity filter', ({ sign, along, down, seed }) => {
  it('equals the plain sum at every radius, along the rows and down the columns', () => {
    const mark = arena.mark();
    const random = randomNumbers(seed);
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
      // The centre of an odd filter must not count.
      weights.set(weights.map((_, k) => (k === 0 && sign < 0 ? 1e6 : random() - 0.5)));
      const center = sign < 0 ? 0 : weights[0]!;
      for (const [kernel, step] of [
        [along, 1],
        [down, STRIDE],
      ] as const) {
        output.fill(Number.NaN);
        kernel(dst + from, STRIDE, src + from, STRIDE, width, rows, taps, radius);
        // Width and rows are multiples of what the kernels work on at once.
        const written = output.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0);
        expect(written, 'nothing is written outside the rectangle').toBe(width * rows);
        for (let y = 0; y < rows; y++) {
          for (let x = 0; x < width; x++) {
            const at = (y0 + y) * STRIDE + x0 + x;
            let sum = center * input[at]!;
            for (let k = 1; k <= radius; k++) sum += weights[k]! * (input[at + k * step]! + sign * input[at - k * step]!);
            // As toBeCloseTo(sum, 5), which is too slow for so many values.
            if (Math.abs(output[at]! - sum) > 5e-6)
              throw new Error(`radius ${radius}, step ${step}: ${output[at]} is not ${sum}`);
          }
        }
      }
    }
    arena.reset(mark);
  });
});
