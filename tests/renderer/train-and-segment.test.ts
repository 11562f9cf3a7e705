import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { progressText } from '../../renderer/state/jobs.ts';
import { summaryKey } from '../../renderer/state/results.ts';
import { paint, settle, startInSample } from './start-app.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('Train & Segment', () => {
  it('keeps a new version each time, shows it and knows its areas', async () => {
    const { app } = await startInSample();
    await paint(app, 1);
    await paint(app, 2);
    await app.training.trainAndSegment();
    await app.training.trainAndSegment();
    const { project, model, plane } = app.workspace.get();
    expect(project?.models.map((one) => one.version)).toEqual([1, 2]);
    expect(model?.id).toBe('v2');
    expect(model?.classColors).toHaveLength(2);
    expect([...app.results.get().summaries.keys()]).toEqual([summaryKey('v1', 'a', plane), summaryKey('v2', 'a', plane)]);
    expect(app.toasts.get().at(-1)?.message).toContain('Version 2');
  });

  it('tells why it could not train and leaves everything as it was', async () => {
    const { app } = await startInSample();
    await paint(app, 1);
    await app.training.trainAndSegment();
    expect(app.toasts.get().map((toast) => [toast.intent, toast.message])).toEqual([
      ['danger', 'Only one class is labelled: paint another one too, then train.'],
    ]);
    expect(app.workspace.get().model).toBeNull();
    expect(app.jobs.get()).toHaveLength(0);
  });

  it('can be cancelled without an error message', async () => {
    const { app, host } = await startInSample();
    await paint(app, 1);
    await paint(app, 2);
    host.gate = (method) => (method === 'classifier.train' ? new Promise(() => {}) : undefined);
    const training = app.training.trainAndSegment();
    await settle(10);
    expect(app.jobs.get().map((job) => job.title)).toEqual(['Training']);
    app.jobs.get()[0]?.cancel();
    await training;
    expect(app.jobs.get()).toHaveLength(0);
    expect(app.toasts.get()).toHaveLength(0);
    expect(app.workspace.get().project?.models).toHaveLength(0);
  });

  it('saves changed settings before it trains', async () => {
    const { app, host } = await startInSample();
    await paint(app, 1);
    await paint(app, 2);
    app.training.set({ trees: 50 });
    await app.training.trainAndSegment();
    const order = host.calls
      .map((call) => call.method)
      .filter((method) => method === 'training.settings' || method === 'classifier.train');
    expect(order).toEqual(['training.settings', 'classifier.train']);
    expect(host.project()?.training.trees).toBe(50);
  });

  it('does not let the echo of an older setting undo a newer one', async () => {
    const { app, host } = await startInSample();
    app.training.set({ minConfidence: 40 });
    const old = host.project()?.training;
    if (old) host.emit('training.changed', { ...old, minConfidence: 10 });
    expect(app.workspace.get().minConfidence).toBe(40);
    await settle();
    expect(host.project()?.training.minConfidence).toBe(40);
    expect(app.workspace.get().minConfidence).toBe(40);
  });

  it('knows the areas of another plane soon after it is shown, unless it is large', async () => {
    const { app } = await startInSample();
    await paint(app, 1);
    await paint(app, 2);
    await app.training.trainAndSegment();
    app.selection.setPlane({ z: 2 });
    await settle();
    const { plane, project } = app.workspace.get();
    expect(app.results.get().summaries.has(summaryKey('v1', 'a', plane))).toBe(true);
    if (!project) return;
    const images = project.images.map((one) => ({ ...one, info: { ...one.info, width: 16_384, height: 16_384 } }));
    app.workspace.patch({ project: { ...project, images } });
    app.selection.setPlane({ z: 3 });
    await settle();
    expect(app.results.get().summaries.has(summaryKey('v1', 'a', app.workspace.get().plane))).toBe(false);
  });

  it('cycles through the places to label next and looks again after new labels', async () => {
    const { app, host } = await startInSample();
    const seen: number[] = [];
    app.viewer.current = {
      fit: () => {},
      zoomTo: () => {},
      zoomBy: () => {},
      visible: () => null,
      showsPlane: () => true,
      goTo: (x) => seen.push(x),
    };
    await paint(app, 1);
    await paint(app, 2);
    await app.training.trainAndSegment();
    const open: string[] = [];
    for (let i = 0; i < 3; i++) {
      await app.labelNext.next();
      const { imageId, plane } = app.workspace.get();
      open.push(`${imageId} z${plane.z + 1}`);
    }
    expect(seen).toEqual([10, 300, 10]);
    expect(open).toEqual(['a z1', 'b z2', 'a z1']);
    await paint(app, 1);
    await app.labelNext.next();
    expect(host.calls.filter((call) => call.method === 'prediction.labelNext')).toHaveLength(2);
  });
});

describe('progress', () => {
  it('shows the share done and what is left', () => {
    expect(progressText(null)).toBe('…');
    expect(progressText({ done: 31, total: 50, stage: '', secondsLeft: null })).toBe('62 %');
    expect(progressText({ done: 31, total: 50, stage: '', secondsLeft: 2.2 })).toBe('62 %, 3 s');
    expect(progressText({ done: 1, total: 50, stage: '', secondsLeft: 200 })).toBe('2 %, 4 min');
  });
});
