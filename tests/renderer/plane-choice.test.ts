import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { axisRange, chosenPlanes, subsetOfPlane, withAxisRange } from '../../renderer/state/plane-choice.ts';
import { BROWSER } from '../../renderer/state/platform.ts';
import { TEST_IMAGE, testImage } from './scripted-host.ts';
import { paint, startInSample } from './start-app.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const IMAGE = testImage('a', { info: { ...TEST_IMAGE, sizeScene: 2, sizeZ: 5, sizeT: 3 } });
const PLANE = { scene: 1, z: 3, t: 2 };

describe('the choice of planes', () => {
  it('is the shown plane, without the axes that have one place', () => {
    expect(subsetOfPlane(PLANE, { scene: 2, z: 5, t: 3 })).toBe('S(2)|Z(4)|T(3)');
    expect(subsetOfPlane({ scene: 0, z: 3, t: 0 }, { scene: 1, z: 5, t: 1 })).toBe('Z(4)');
    expect(subsetOfPlane({ scene: 0, z: 0, t: 0 }, { scene: 1, z: 1, t: 1 })).toBe('');
    expect(chosenPlanes({ kind: 'plane', text: 'Z(1)' }, IMAGE, PLANE)).toMatchObject({ planes: [PLANE], problem: null });
  });

  it('is all of them, or what the text says', () => {
    expect(chosenPlanes({ kind: 'all', text: 'Z(1)' }, IMAGE, PLANE)).toMatchObject({ subset: '', problem: null });
    expect(chosenPlanes({ kind: 'all', text: '' }, IMAGE, PLANE).planes).toHaveLength(30);
    const some = chosenPlanes({ kind: 'some', text: ' z(1-2,5) | T(3) ' }, IMAGE, PLANE);
    expect(some.planes).toHaveLength(2 * 3);
    expect(some.channels).toEqual([0, 1]);
  });

  it('says what is wrong with a text', () => {
    const problem = (text: string) => chosenPlanes({ kind: 'some', text }, IMAGE, PLANE).problem;
    expect(problem('Z(6)')).toMatch(/5 Z planes/);
    expect(problem('Z(')).toMatch(/cannot be understood/);
    expect(chosenPlanes({ kind: 'some', text: 'Q(1)' }, IMAGE, PLANE).planes).toEqual([]);
  });
});

describe('fields and text', () => {
  it('say the same', () => {
    expect(axisRange('Z(2-4)|T(1)', 'z', 5)).toEqual({ first: 1, last: 3 });
    expect(axisRange('Z(3-)', 'z', 5)).toEqual({ first: 2, last: 4 });
    expect(axisRange('T(1)', 'z', 5)).toEqual({ first: 0, last: 4 });
    expect(withAxisRange('Z(2-4)|T(1)', 't', { first: 1, last: 2 }, 3)).toBe('Z(2-4)|T(2-3)');
    expect(withAxisRange('Z(2-4)|T(1)', 't', { first: 0, last: 2 }, 3)).toBe('Z(2-4)');
    expect(withAxisRange('C(2)|X(0-99)', 'z', { first: 4, last: 4 }, 5)).toBe('Z(5)|C(2)|X(0-99)');
  });

  it('leave to the text what fields cannot say', () => {
    expect(axisRange('Z(1,3)', 'z', 5)).toBeNull();
    expect(axisRange('nonsense', 'z', 5)).toBeNull();
    expect(withAxisRange('nonsense', 'z', { first: 1, last: 2 }, 5)).toBe('Z(2-3)');
  });
});

describe('work over several planes', () => {
  const start = () => startInSample(BROWSER, [IMAGE, testImage('b')]);

  it('measures a subset once there is a model', async () => {
    const { app, host } = await start();
    app.segmentation.begin();
    expect(app.frame.get().dialog).toBeNull();
    await paint(app, 1);
    await paint(app, 2);
    await app.training.trainAndSegment();
    app.segmentation.begin();
    expect(app.frame.get().dialog).toEqual({ kind: 'segment' });
    expect(await app.segmentation.runSubset('v1', 'Z(1-3)')).toBe(true);
    expect(host.calls.at(-1)?.input).toMatchObject({ modelId: 'v1', imageId: 'a', subset: 'Z(1-3)' });
    expect(app.results.get().stack).toMatchObject({ modelId: 'v1', imageId: 'a', subset: 'Z(1-3)', summary: { planes: 1 } });
  });

  it('adds a written segmentation to the project only where asked, and only when it was written', async () => {
    const { app, host } = await start();
    const request = { modelId: 'v1', imageId: 'a', path: '/data/out.tif', format: 'labels' as const };
    const whole = { ...request, subset: '', probabilities: null, confidence: null, minConfidence: 0 };
    expect(await app.exporting.segmentation(whole, false)).toBe(true);
    expect(host.calls.some(({ method }) => method === 'images.add')).toBe(false);
    expect(await app.exporting.segmentation(whole, true)).toBe(true);
    expect(app.workspace.get().project?.images.map(({ id }) => id)).toEqual(['a', 'b', 'out']);
    const added = host.calls.filter(({ method }) => method === 'images.add').length;
    expect(await app.exporting.segmentation({ ...whole, path: '/full/out.tif' }, true)).toBe(false);
    expect(host.calls.filter(({ method }) => method === 'images.add')).toHaveLength(added);
    expect(app.toasts.get().at(-1)).toMatchObject({ intent: 'danger' });
  });

  it('tells how many planes of an image were written', async () => {
    const { app } = await start();
    app.exporting.beginImage();
    expect(app.frame.get().dialog).toEqual({ kind: 'exportImage' });
    await app.exporting.image({ imageId: 'a', path: '/data/part.ome.tif', subset: 'Z(1-2)', level: 0, region: null });
    expect(app.toasts.get().at(-1)?.message).toBe('Exported 2 planes to part.ome.tif.');
  });
});
