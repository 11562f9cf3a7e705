import { describe, expect, it } from 'vitest';
import type { LabelStatistics } from '#contract/contract.ts';
import { IMAGE_FUNCTIONS, parseFunction } from '#core/model/image-function.ts';
import { draftFunction, draftText } from '../../renderer/state/function-actions.ts';
import { statisticsRows, statisticsText, statisticsTotals } from '../../renderer/state/label-file-actions.ts';

const STATISTICS: LabelStatistics = {
  classes: [
    { value: 1, name: 'Background', color: 1, visible: true },
    { value: 4, name: 'Nucleus', color: 2, visible: true },
  ],
  images: [
    {
      imageId: 'a',
      name: 'a.tif',
      planes: [
        { plane: { scene: 0, z: 0, t: 0 }, pixels: 1000, counts: [100, 20] },
        { plane: { scene: 1, z: 2, t: 3 }, pixels: 50, counts: [0, 5] },
      ],
    },
    { imageId: 'b', name: 'b.tif', planes: [] },
  ],
};

describe('label statistics in the window', () => {
  it('are a row per labelled plane, places from 1, and totals', () => {
    expect(statisticsRows(STATISTICS)).toEqual([
      { name: 'a.tif', scene: 1, t: 1, z: 1, counts: [100, 20], share: 0.12 },
      { name: 'a.tif', scene: 2, t: 4, z: 3, counts: [0, 5], share: 0.1 },
    ]);
    expect(statisticsTotals(STATISTICS)).toEqual([100, 25]);
  });

  it('are copied with tabs', () => {
    expect(statisticsText(STATISTICS)).toBe(
      'image\tscene\tt\tz\tBackground\tNucleus\tlabelled share\na.tif\t1\t1\t1\t100\t20\t0.12\na.tif\t2\t4\t3\t0\t5\t0.1',
    );
  });
});

describe('image functions in the window', () => {
  it('begin with their initial values and give the text of the host', () => {
    expect(draftText(draftFunction(1, 'scrap'))).toEqual({ text: 'scrap minimum=0 connectivity=8' });
    expect(draftText(draftFunction(1, 'add-channels'))).toEqual({ problem: 'Add channels: fill in Other image.' });
    const open = draftFunction(2, 'open');
    expect(draftText({ ...open, texts: { ...open.texts, count: '3', element: 'disk' } })).toEqual({
      text: 'open count=3 element=disk',
    });
    expect(draftText({ ...open, texts: { ...open.texts, count: '0' } })).toEqual({
      problem: "The image function open needs for count a whole number from 1 to 100, not '0'.",
    });
  });

  it('are texts that the host reads', () => {
    for (const { name } of IMAGE_FUNCTIONS) {
      const draft = draftFunction(1, name);
      const filled = Object.fromEntries(Object.entries(draft.texts).map(([key, text]) => [key, text || '7']));
      const done = draftText({ ...draft, texts: filled });
      expect('text' in done && parseFunction(done.text).name, name).toBe(name);
    }
  });
});
