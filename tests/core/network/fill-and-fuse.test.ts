import { describe, expect, it } from 'vitest';
import { fillInput, fillMonochrome, type InputPlane } from '#core/network/fill-input.ts';
import { fuseImage, fuseSegmentation } from '#core/network/fuse-answer.ts';
import { planNetwork, samplesSeen, tilesOverRect } from '#core/network/network-tile.ts';
import { planAxis } from '#core/tiling/plan-axis.ts';

/** What a tile sees of a plane whose sample at (x, y) of channel c is value(x, y, c). */
function see(
  width: number,
  height: number,
  size: { x: number; y: number },
  border: number,
  at: { column: number; row: number },
  value: (x: number, y: number, c: number) => number,
  order: readonly number[] = [0],
): InputPlane {
  const column = planAxis(width, size.x, border)[at.column]!;
  const row = planAxis(height, size.y, border)[at.row]!;
  const across = samplesSeen(column, width);
  const down = samplesSeen(row, height);
  const channels = order.length;
  const data = new Uint16Array(channels * across.count * down.count);
  for (let c = 0; c < channels; c++) {
    for (let y = 0; y < down.count; y++) {
      for (let x = 0; x < across.count; x++) {
        data[(c * down.count + y) * across.count + x] = value(x + across.from, y + down.from, c);
      }
    }
  }
  const block = { width: across.count, height: down.count, channels, data };
  return { block, column, row, width, height, pixelType: 'uint16', values: 'counts', order };
}

describe('fillInput', () => {
  it('gives the tile its pixels, rows before columns, channels last and in the order asked for', () => {
    const plane = see(10, 9, { x: 6, y: 5 }, 1, { column: 1, row: 1 }, (x, y, c) => 100 * c + 10 * y + x, [1, 0]);
    const into = new Float32Array(2 * 30);
    fillInput(plane, into, 0);
    const left = plane.column.start - plane.column.before;
    const top = plane.row.start - plane.row.before;
    expect([...into]).toEqual(
      Array.from({ length: 30 }, (_, i) => {
        const value = 10 * (top + Math.floor(i / 6)) + left + (i % 6);
        return [100 + value, value];
      }).flat(),
    );
  });

  it('mirrors an image that is smaller than the tile, without repeating its edge', () => {
    const into = new Float32Array(7 * 4);
    fillInput(
      see(3, 2, { x: 7, y: 4 }, 1, { column: 0, row: 0 }, (x, y) => 10 * y + x),
      into,
      0,
    );
    const row = [2, 1, 0, 1, 2, 1, 0];
    const rows = [1, 0, 1, 0];
    expect([...into]).toEqual(rows.flatMap((y) => row.map((x) => 10 * y + x)));
  });

  it('divides integers by the largest value of their type, exactly, and leaves floats alone', () => {
    const plane = see(2, 1, { x: 2, y: 1 }, 0, { column: 0, row: 0 }, (x) => (x === 0 ? 65_535 : 12_345));
    const into = new Float32Array(2);
    fillInput({ ...plane, values: 'unit' }, into, 0);
    expect([...into]).toEqual([1, Math.fround(12_345 / 65_535)]);
    const block = { ...plane.block, data: Float32Array.of(0.25, 7) };
    fillInput({ ...plane, block, values: 'unit', pixelType: 'float32' }, into, 0);
    expect([...into]).toEqual([0.25, 7]);
  });

  it('makes one grey channel of red, green and blue', () => {
    const plane = see(1, 1, { x: 1, y: 1 }, 0, { column: 0, row: 0 }, (_x, _y, c) => [100, 200, 50][c]!, [0, 1, 2]);
    const into = new Float32Array(1);
    fillMonochrome(plane, into, 0);
    expect(into[0]).toBe(Math.fround(0.299 * 100 + 0.587 * 200 + 0.114 * 50));
  });
});

describe('fuseSegmentation', () => {
  const [column] = planAxis(2, 4, 1);
  const [row] = planAxis(1, 1, 0);
  const answer = (scores: readonly number[]) => ({
    data: Float32Array.from([9, 9, ...scores, 9, 9]),
    offset: 0,
    outputs: 2,
    column: column!,
    row: row!,
    scale: { x: 1, y: 1 },
  });

  it('keeps the middle: most probable class + 1, its percentage, the probabilities class by class', () => {
    const { rect, labels, confidence, probabilities } = fuseSegmentation(answer([0.25, 0.75, 0.51, 0.49]), false, true);
    expect(rect).toEqual({ x: 0, y: 0, width: 2, height: 1 });
    expect([...labels]).toEqual([2, 1]);
    expect([...confidence]).toEqual([75, 51]);
    expect([...probabilities!]).toEqual([0.25, 0.51, 0.75, 0.49].map(Math.fround));
  });

  it('takes the first of equals, nothing below one half where classes are independent, and no NaN', () => {
    expect([...fuseSegmentation(answer([0.5, 0.5, 0.2, 0.4]), false, false).labels]).toEqual([1, 2]);
    expect([...fuseSegmentation(answer([0.5, 0.5, 0.2, 0.4]), true, false).labels]).toEqual([1, 0]);
    const nan = fuseSegmentation(answer([Number.NaN, 0.1, Number.NaN, Number.NaN]), false, true);
    expect([...nan.labels]).toEqual([2, 1]);
    expect([...nan.confidence]).toEqual([10, 0]);
    expect([...nan.probabilities!]).toEqual([0, 0, Math.fround(0.1), 0]);
  });
});

describe('tiles of a plane', () => {
  it.each([
    { width: 5, height: 3 },
    { width: 8, height: 6 },
    { width: 9, height: 7 },
    { width: 31, height: 20 },
  ])('put together give the plane again, twice its size too ($width × $height)', ({ width, height }) => {
    const size = { x: 8, y: 6 };
    const plan = planNetwork({ width, height, depth: 1 }, { z: null, ...size }, { z: null, y: 2, x: 2 });
    for (const scale of [1, 2]) {
      const whole = new Float32Array(width * scale * height * scale).fill(-1);
      for (const { column, row } of tilesOverRect(plan, { x: 0, y: 0, width, height })) {
        const plane = see(width, height, size, 2, { column, row }, (x, y) => 1000 * y + x);
        const input = new Float32Array(size.x * size.y);
        fillInput(plane, input, 0);
        const data = Float32Array.from({ length: input.length * scale * scale }, (_, i) => {
          const x = Math.floor((i % (size.x * scale)) / scale);
          const y = Math.floor(i / (size.x * scale) / scale);
          return input[y * size.x + x]!;
        });
        const { column: across, row: down } = plane;
        const kept = fuseImage({ data, offset: 0, outputs: 1, column: across, row: down, scale: { x: scale, y: scale } });
        for (let y = 0; y < kept.rect.height; y++) {
          const line = kept.data.subarray(y * kept.rect.width, (y + 1) * kept.rect.width);
          whole.set(line, (kept.rect.y + y) * width * scale + kept.rect.x);
        }
      }
      const expected = Float32Array.from({ length: whole.length }, (_, i) => {
        const x = Math.floor((i % (width * scale)) / scale);
        return 1000 * Math.floor(i / (width * scale) / scale) + x;
      });
      expect(whole).toEqual(expected);
    }
  });
});
