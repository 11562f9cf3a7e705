import { describe, expect, it } from 'vitest';
import { LABEL_TILE } from '#core/model/label.ts';
import { buildLabelMips, LABEL_MIP_ROWS, LABEL_MIPS, mipForZoom, mipOrigin } from '../../../renderer/state/label-mips.ts';
import { seededRandom } from './random.ts';

const at = (picture: Uint8Array, k: number, x: number, y: number): number => {
  const origin = k === 0 ? { x: 0, y: 0 } : mipOrigin(k);
  return picture[(origin.y + y) * LABEL_TILE + origin.x + x];
};

describe('coarser copies of a label tile', () => {
  it('have a place each', () => {
    const taken = new Set<number>();
    for (let k = 1; k <= LABEL_MIPS; k++) {
      const { x, y } = mipOrigin(k);
      const edge = LABEL_TILE >> k;
      expect(x + edge).toBeLessThanOrEqual(LABEL_TILE);
      expect(y + edge).toBeLessThanOrEqual(LABEL_MIP_ROWS);
      for (let i = 0; i < edge; i++) {
        expect(taken.has(x + i)).toBe(false);
        taken.add(x + i);
      }
    }
  });

  it('hold the most frequent label of four finer pixels and lose none', () => {
    const random = seededRandom(31);
    const values = new Uint8Array(LABEL_TILE * LABEL_TILE).map(() => (random() < 0.3 ? 1 + Math.floor(random() * 4) : 0));
    const picture = new Uint8Array(LABEL_TILE * LABEL_MIP_ROWS);
    buildLabelMips(values, picture);
    let wrong = 0;
    for (let k = 1; k <= LABEL_MIPS; k++) {
      for (let y = 0; y < LABEL_TILE >> k; y++) {
        for (let x = 0; x < LABEL_TILE >> k; x++) {
          const four = [at(picture, k - 1, 2 * x, 2 * y), at(picture, k - 1, 2 * x + 1, 2 * y)];
          four.push(at(picture, k - 1, 2 * x, 2 * y + 1), at(picture, k - 1, 2 * x + 1, 2 * y + 1));
          const labels = four.filter((value) => value !== 0);
          const counts = labels.map((value) => labels.filter((other) => other === value).length);
          const best = labels[counts.indexOf(Math.max(...counts))] ?? 0;
          if (at(picture, k, x, y) !== best) wrong++;
        }
      }
    }
    expect(wrong).toBe(0);
  });

  it('keep a single labelled pixel in sight at every copy', () => {
    const values = new Uint8Array(LABEL_TILE * LABEL_TILE);
    values[130 * LABEL_TILE + 77] = 9;
    const picture = new Uint8Array(LABEL_TILE * LABEL_MIP_ROWS);
    buildLabelMips(values, picture);
    for (let k = 0; k <= LABEL_MIPS; k++) expect(at(picture, k, 77 >> k, 130 >> k)).toBe(9);
    buildLabelMips(new Uint8Array(LABEL_TILE * LABEL_TILE), picture);
    expect(picture.every((value) => value === 0)).toBe(true);
  });

  it('are chosen by zoom', () => {
    expect([2, 1, 0.9, 0.5, 0.26, 0.25, 1e-6].map(mipForZoom)).toEqual([0, 0, 0, 1, 1, 2, LABEL_MIPS]);
  });
});
