import { describe, expect, it } from 'vitest';
import { scoresOf } from '#core/evaluation/class-scores.ts';

describe('scores of a confusion matrix', () => {
  it('are those of their definitions', () => {
    const { classes, meanIou, accuracy } = scoresOf([
      [40, 10],
      [5, 45],
    ]);
    expect(classes[0]!.precision).toBeCloseTo(40 / 45, 12);
    expect(classes[0]!.recall).toBeCloseTo(40 / 50, 12);
    expect(classes[0]!.iou).toBeCloseTo(40 / 55, 12);
    expect(classes[1]!.iou).toBeCloseTo(45 / 60, 12);
    expect(meanIou).toBeCloseTo((40 / 55 + 45 / 60) / 2, 12);
    expect(accuracy).toBeCloseTo(0.85, 12);
  });

  it('leave out classes that do not occur', () => {
    const { classes, meanIou } = scoresOf([
      [8, 0, 2],
      [0, 0, 0],
      [0, 0, 10],
    ]);
    expect(classes[1]!.recall).toBeNaN();
    expect(meanIou).toBeCloseTo((8 / 10 + 10 / 12) / 2, 12);
  });
});
