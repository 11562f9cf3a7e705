import { describe, expect, it } from 'vitest';
import { keepApart, mostUncertainPlaces } from '#core/segmentation/uncertainty.ts';

const width = 200;
const height = 120;

/** Everywhere sure, but for squares of 21 pixels with the given confidence around the given centres. */
function withDoubts(doubts: readonly { x: number; y: number; confidence: number }[]): Uint8Array {
  const confidence = new Uint8Array(width * height).fill(100);
  for (const { x, y, confidence: value } of doubts) {
    for (let v = y - 10; v <= y + 10; v++) confidence.fill(value, v * width + x - 10, v * width + x + 11);
  }
  return confidence;
}

const near = (place: { x: number; y: number } | undefined, x: number, y: number): boolean =>
  place !== undefined && Math.abs(place.x - x) <= 16 && Math.abs(place.y - y) <= 16;

describe('mostUncertainPlaces', () => {
  const doubts = [
    { x: 50, y: 30, confidence: 80 },
    { x: 150, y: 80, confidence: 55 },
    { x: 60, y: 90, confidence: 70 },
  ];

  it('finds the least sure places, the least sure first', () => {
    const places = mostUncertainPlaces({ width, height, classes: 2, confidence: withDoubts(doubts), labels: null }, { count: 3 });
    expect(places).toHaveLength(3);
    expect(near(places[0], 150, 80)).toBe(true);
    expect(near(places[1], 60, 90)).toBe(true);
    expect(near(places[2], 50, 30)).toBe(true);
  });

  it('proposes nothing that is labelled', () => {
    const labels = new Uint8Array(width * height);
    for (let y = 60; y < 105; y++) labels.fill(1, y * width + 125, y * width + 176);
    const places = mostUncertainPlaces({ width, height, classes: 2, confidence: withDoubts(doubts), labels }, { count: 2 });
    expect(near(places[0], 60, 90)).toBe(true);
    expect(near(places[1], 50, 30)).toBe(true);
    for (const { x, y } of places) expect(labels[y * width + x]).toBe(0);
  });

  it('points at the least sure pixel of the place', () => {
    const confidence = withDoubts([{ x: 60, y: 60, confidence: 70 }]);
    confidence[62 * width + 59] = 51;
    const [place] = mostUncertainPlaces({ width, height, classes: 2, confidence, labels: null }, { count: 1, windowPx: 21 });
    expect(place).toMatchObject({ x: 59, y: 62 });
  });

  it('calls equally likely classes fully uncertain, whatever their number', () => {
    for (const classes of [2, 4, 5]) {
      const confidence = new Uint8Array(width * height).fill(100 / classes);
      const places = mostUncertainPlaces({ width, height, classes, confidence, labels: null }, { count: 5 });
      expect(places).toHaveLength(5);
      for (const { uncertainty } of places) expect(uncertainty).toBe(1);
      for (const [i, a] of places.entries()) {
        for (const b of places.slice(i + 1)) expect(Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y))).toBeGreaterThan(15);
      }
    }
  });

  it('proposes nothing where all is sure, and something in an image smaller than the window', () => {
    const sure = new Uint8Array(width * height).fill(100);
    expect(mostUncertainPlaces({ width, height, classes: 2, confidence: sure, labels: null }, { count: 3 })).toEqual([]);
    const tiny = { width: 3, height: 2, classes: 2, confidence: new Uint8Array(6).fill(60), labels: null };
    const [place] = mostUncertainPlaces(tiny, { count: 3 });
    expect(place?.uncertainty).toBeCloseTo(0.8, 12);
  });
});

describe('keepApart', () => {
  it('keeps the most uncertain of near places', () => {
    const places = [
      { x: 0, y: 0, uncertainty: 0.5 },
      { x: 10, y: 3, uncertainty: 0.6 },
      { x: 30, y: 0, uncertainty: 0.2 },
    ];
    expect(keepApart(places, 5, 12)).toEqual([places[1], places[2]]);
    expect(keepApart(places, 1, 12)).toEqual([places[1]]);
  });
});
