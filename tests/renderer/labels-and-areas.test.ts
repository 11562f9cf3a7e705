import { describe, expect, it } from 'vitest';
import { autoContrast } from '../../renderer/state/auto-contrast.ts';
import { balanceHints, totalCounts } from '../../renderer/state/balance-hints.ts';
import { balancedAccuracy } from '../../renderer/state/balanced-accuracy.ts';
import { classFractions } from '../../renderer/state/class-fractions.ts';
import { fileName, folderOf, joinPath, stemOf, withExtension } from '../../renderer/state/file-chooser.ts';
import { rankedFeatures } from '../../renderer/state/ranked-features.ts';
import { testImage, testModel } from './scripted-host.ts';

const CLASSES = [
  { value: 1, name: 'Background', color: 1, visible: true },
  { value: 2, name: 'Nucleus', color: 2, visible: true },
  { value: 5, name: 'Mitotic', color: 3, visible: true },
];

/** Counts at 101 percents: `at` maps percent to pixels. */
const counts = (at: Readonly<Record<number, number>>): number[] => Array.from({ length: 101 }, (_, percent) => at[percent] ?? 0);

describe('area fractions', () => {
  const histogram = [counts({ 40: 10, 90: 20 }), counts({ 70: 30, 100: 40 })];

  it('count every pixel at minimum 0', () => {
    expect(classFractions(histogram, 0)).toEqual({ classes: [0.3, 0.7], below: 0 });
  });

  it('leave out what is less sure than the minimum, and keep what is exactly as sure', () => {
    const at70 = classFractions(histogram, 70);
    expect(at70.classes).toEqual([0.2, 0.7]);
    expect(at70.below).toBeCloseTo(0.1, 12);
    expect(classFractions(histogram, 71).classes).toEqual([0.2, 0.4]);
    expect(classFractions(histogram, 100).classes).toEqual([0, 0.4]);
  });

  it('are zero for an empty plane', () => {
    expect(classFractions([counts({}), counts({})], 50)).toEqual({ classes: [0, 0], below: 0 });
  });
});

describe('hints about labels', () => {
  it('come when one class has more than ten times the labels of another', () => {
    const at = (background: number, nucleus: number) =>
      balanceHints(CLASSES, [testImage('a', { labels: { 1: background, 2: nucleus } })]);
    expect(at(1000, 100)).toEqual([]);
    expect(at(1001, 100)).toEqual(['Nucleus has 10 × fewer labels than Background – label a few more.']);
  });

  it('do not count classes without labels, nor images that are not trained on', () => {
    const images = [testImage('a', { labels: { 1: 5000 } }), testImage('b', { labels: { 2: 3 }, training: false })];
    expect(balanceHints(CLASSES, images)).toEqual([]);
    expect(totalCounts(images)).toEqual(new Map([[1, 5000]]));
  });

  it('add up the images', () => {
    const images = [testImage('a', { labels: { 1: 5, 2: 7 } }), testImage('b', { labels: { 2: 3 } })];
    expect(totalCounts(images)).toEqual(
      new Map([
        [1, 5],
        [2, 10],
      ]),
    );
  });

  it('come when more than 30 % of an image is labelled', () => {
    const stack = testImage('a').info;
    const all = stack.width * stack.height * stack.sizeZ;
    expect(balanceHints(CLASSES, [testImage('a', { labels: { 1: 0.29 * all } })])).toEqual([]);
    expect(balanceHints(CLASSES, [testImage('a', { labels: { 1: 0.31 * all } })])[0]).toContain(
      'Large homogeneous areas of a.tif',
    );
  });
});

describe('reports of a forest', () => {
  it('rank the features by name and channel', () => {
    const model = testModel('m', 1, CLASSES);
    const report = { ...model.report, importance: [0.1, 0.2, 0.4, 0.3] };
    const ranked = rankedFeatures({ channelNames: ['DAPI', 'GFP'], report }, ['Gaussian σ 1', 'Sobel']);
    expect(ranked.map((one) => one.name)).toEqual(['Gaussian σ 1 · GFP', 'Sobel · GFP', 'Sobel · DAPI', 'Gaussian σ 1 · DAPI']);
    const single = rankedFeatures({ channelNames: ['DAPI'], report: { ...report, importance: [0.1, 0.9] } }, [
      'Gaussian σ 1',
      'Sobel',
    ]);
    expect(single[0]).toEqual({ name: 'Sobel', share: 0.9 });
  });

  it('weigh every class the same in the balanced accuracy', () => {
    expect(
      balancedAccuracy([
        [90, 10],
        [1, 1],
      ]),
    ).toBeCloseTo(0.7, 12);
    expect(
      balancedAccuracy([
        [0, 0],
        [0, 4],
      ]),
    ).toBe(1);
    expect(balancedAccuracy([[0]])).toBeNaN();
  });
});

describe('automatic contrast', () => {
  const channel = { color: 0, visible: true, min: 0, max: 1, gamma: 1 };
  const range = (low: number, high: number) => ({ min: 0, max: 255, low, high, histogram: [] });

  it('keeps the hues of colour images by one range for all channels', () => {
    const fitted = autoContrast([channel, channel, channel], [range(10, 200), range(5, 220), range(20, 250)], { rgb: true });
    expect(fitted.map((one) => [one.min, one.max])).toEqual([
      [5, 250],
      [5, 250],
      [5, 250],
    ]);
  });

  it('keeps a flat channel drawable', () => {
    expect(autoContrast([channel], [range(7, 7)], { rgb: false })[0]).toMatchObject({ min: 7, max: 8 });
  });
});

describe('paths', () => {
  it('are taken apart on every system', () => {
    expect(folderOf('/data/a.tif')).toBe('/data');
    expect(folderOf('/a.tif')).toBe('/');
    expect(folderOf('C:\\data\\a.tif')).toBe('C:\\data');
    expect(folderOf('C:\\a.tif')).toBe('C:\\');
    expect(fileName('C:\\data\\a.tif')).toBe('a.tif');
    expect(joinPath('C:\\data', 'b')).toBe('C:\\data\\b');
    expect(joinPath('/', 'b')).toBe('/b');
    expect(stemOf('cells.ome.tif')).toBe('cells');
    expect(stemOf('a.b.png')).toBe('a.b');
    expect(withExtension('/x/model', 'grovemodel')).toBe('/x/model.grovemodel');
    expect(withExtension('/x/P.GROVE', 'grove')).toBe('/x/P.GROVE');
  });
});
