import { describe, expect, it } from 'vitest';
import { LABEL_TILE, type LabelStroke } from '#core/model/label.ts';
import { createLabelMask } from '../../../renderer/state/label-mask.ts';
import { seededRandom } from './random.ts';

/** Pixels of a stroke as "x,y", read bit by bit as the format says. */
function pixelsOf({ box, mask }: LabelStroke): Set<string> {
  const rowBytes = Math.ceil(box.width / 8);
  expect(mask.length).toBe(rowBytes * box.height);
  const found = new Set<string>();
  for (let y = 0; y < box.height; y++) {
    for (let x = 0; x < rowBytes * 8; x++) {
      if ((mask[y * rowBytes + (x >> 3)] >> (x & 7)) & 1) {
        expect(x).toBeLessThan(box.width);
        found.add(`${box.x + x},${box.y + y}`);
      }
    }
  }
  return found;
}

describe('the mask of a stroke', () => {
  it('packs exactly the pixels it was given, across tiles, clipped to the image', () => {
    const [width, height] = [700, 530];
    const random = seededRandom(21);
    for (let run = 0; run < 16; run++) {
      const mask = createLabelMask(width, height);
      const expected = new Set<string>();
      for (let i = 0; i < 25; i++) {
        const y = Math.floor(random() * 560) - 15;
        const x0 = Math.floor(random() * 720) - 15;
        const x1 = x0 + Math.floor(random() * (run % 2 === 0 ? 12 : 400));
        mask.span(y, x0, x1);
        if (y < 0 || y >= height) continue;
        for (let x = Math.max(0, x0); x < Math.min(width, x1); x++) expected.add(`${x},${y}`);
      }
      const stroke = mask.toStroke(3, [0]);
      expect(stroke).not.toBeNull();
      if (!stroke) continue;
      expect(stroke).toMatchObject({ value: 3, onlyOver: [0] });
      const { box } = stroke;
      expect(box.x % 8).toBe(0);
      expect(box.x + box.width).toBeLessThanOrEqual(width);
      expect(box.y + box.height).toBeLessThanOrEqual(height);
      expect(pixelsOf(stroke)).toEqual(expected);
    }
  });

  it('is nothing when every pixel lies outside', () => {
    const mask = createLabelMask(100, 100);
    mask.span(-1, 0, 10);
    mask.span(5, -20, 0);
    mask.span(5, 100, 130);
    expect(mask.toStroke(1, null)).toBeNull();
  });

  it('names the tiles that were touched, once', () => {
    const mask = createLabelMask(1000, 1000);
    mask.span(10, 250, 260);
    expect(mask.takeTouched().map(({ column, row }) => [column, row])).toEqual([
      [0, 0],
      [1, 0],
    ]);
    mask.span(LABEL_TILE, 0, 1);
    expect(mask.takeTouched().map(({ column, row }) => [column, row])).toEqual([[0, 1]]);
    expect(mask.takeTouched()).toEqual([]);
  });
});
