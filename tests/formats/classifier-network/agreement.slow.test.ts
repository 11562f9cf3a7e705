import { describe, expect, it } from 'vitest';
import { canonicalFeatureSet } from '#core/model/feature-set-id.ts';
import type { PixelType } from '#core/model/image.ts';
import { compareAnswers } from './compare-answers.ts';
import { drawAs, trainOn } from './train-on-image.ts';

const SIZE = 384;
const SETS = ['basic25', 'basic33', 'multiscale', 'multiscale(gaussian:0.3,1;laplacian:1.6;difference:0.7;hessian:3.5)'].map(
  canonicalFeatureSet,
);
const TYPES: readonly PixelType[] = ['uint8', 'uint16', 'int16', 'float32'];
const cases = SETS.flatMap((set) => TYPES.flatMap((type) => ([1, 2] as const).map((channels) => ({ set, type, channels }))));

describe('an exported classifier in onnxruntime', () => {
  it.each(cases)('$set, $type, $channels channels: the labels and probabilities of Grove', async ({ set, type, channels }) => {
    const { classifier } = trainOn(drawAs(type, channels, SIZE, SIZE, 3), { set, pixelType: type });
    const { image } = drawAs(type, channels, SIZE, SIZE, 9);
    const agreement = await compareAnswers(classifier, image);
    expect(agreement.classes).toBe(3);
    expect(agreement.labels).toBeGreaterThanOrEqual(0.9999);
    expect(agreement.probabilities).toBeGreaterThanOrEqual(0.9999);
    expect(agreement.meanOff).toBeLessThanOrEqual(1e-5);
  });

  it('with 100 trees and labels that overlap', async () => {
    const labelled = drawAs('uint16', 1, SIZE, SIZE, 3);
    // A fifth of the labels are wrong, so that trees grow deep and split on small differences.
    const truth = labelled.truth.map((k, i) => (i % 5 === 0 ? (k + (i % 3)) % 3 : k));
    const training = { set: 'basic25', pixelType: 'uint16', trees: 100, every: 11 } as const;
    const { classifier } = trainOn({ ...labelled, truth }, training);
    const agreement = await compareAnswers(classifier, drawAs('uint16', 1, SIZE, SIZE, 9).image);
    expect(classifier.forest.feature.length).toBeGreaterThan(200_000);
    expect(agreement.labels).toBeGreaterThanOrEqual(0.9999);
    // Of hundreds of thresholds that many trees share, one lies within the last place of a sum here and there, and their votes change.
    // So where trees are this deep, probabilities agree on average, and labels still do pixel by pixel.
    expect(agreement.probabilities).toBeGreaterThanOrEqual(0.995);
    expect(agreement.meanOff).toBeLessThanOrEqual(1e-4);
  });
});
