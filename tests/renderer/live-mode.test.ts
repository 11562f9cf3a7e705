import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { paint, settle, startInSample } from './start-app.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const methods = (host: { calls: readonly { method: string }[] }, method: string) =>
  host.calls.filter((call) => call.method === method);

describe('live mode', () => {
  it('waits for a quiet moment and trains once for many quick strokes', async () => {
    const { app, host } = await startInSample();
    await paint(app, 1);
    await paint(app, 2);
    app.training.toggleLive();
    for (let i = 0; i < 5; i++) {
      await paint(app, 1 + (i % 2));
      await settle(50);
    }
    expect(methods(host, 'classifier.trainLive')).toHaveLength(0);
    await settle();
    expect(methods(host, 'classifier.trainLive')).toHaveLength(1);
    expect(app.workspace.get().model).toMatchObject({ id: 'live1', stamp: 1 });
    expect(app.results.get().live?.id).toBe('live1');
  });

  it('cancels the running training for a newer stroke and shows only the newest result', async () => {
    const { app, host } = await startInSample();
    await paint(app, 1);
    await paint(app, 2);
    const releases: (() => void)[] = [];
    host.gate = (method) =>
      method === 'classifier.trainLive' ? new Promise((resolve) => releases.push(() => resolve())) : undefined;
    app.training.toggleLive();
    await settle(300);
    expect(app.results.get().liveState).toBe('training');
    await paint(app, 1);
    await settle(300);
    const calls = methods(host, 'classifier.trainLive') as typeof host.calls;
    expect(calls.map((call) => call.aborted())).toEqual([true, false]);
    for (const release of releases) release();
    await settle();
    expect(app.workspace.get().model).toMatchObject({ id: 'live1', stamp: 1 });
    expect(app.results.get().liveState).toBe('idle');
  });

  it('never holds back painting', async () => {
    const { app, host } = await startInSample();
    await paint(app, 1);
    await paint(app, 2);
    host.gate = (method) => (method === 'classifier.trainLive' ? new Promise(() => {}) : undefined);
    app.training.toggleLive();
    await settle(300);
    await paint(app, 1);
    await paint(app, 2);
    expect(host.project()?.revision).toBe(4);
  });

  it('grows the stamp with every result, so that tiles are asked for again', async () => {
    const { app } = await startInSample();
    await paint(app, 1);
    await paint(app, 2);
    app.training.toggleLive();
    await settle();
    const first = app.workspace.get().model?.stamp ?? 0;
    await paint(app, 2);
    await settle();
    expect(app.workspace.get().model?.stamp).toBe(first + 1);
  });

  it('says quietly what it waits for while only one class is labelled, and recovers', async () => {
    const { app } = await startInSample();
    app.training.toggleLive();
    await paint(app, 1);
    await settle();
    expect(app.results.get().liveMessage).toContain('Only one class is labelled');
    expect(app.toasts.get()).toHaveLength(0);
    await paint(app, 2);
    await settle();
    expect(app.results.get().liveMessage).toBeNull();
    expect(app.workspace.get().model?.id).toBe('live1');
  });

  it('rests while it is off, and retrains when undo changes labels', async () => {
    const { app, host } = await startInSample();
    await paint(app, 1);
    await paint(app, 2);
    await settle();
    expect(methods(host, 'classifier.trainLive')).toHaveLength(0);
    app.training.toggleLive();
    await settle();
    await paint(app, 1);
    await settle();
    const before = methods(host, 'classifier.trainLive').length;
    await app.history.undo();
    await settle();
    expect(methods(host, 'classifier.trainLive')).toHaveLength(before + 1);
    app.training.toggleLive();
    await paint(app, 1);
    await settle();
    expect(methods(host, 'classifier.trainLive')).toHaveLength(before + 1);
  });

  it('is overtaken by Train & Segment, whose version stays on screen', async () => {
    const { app, host } = await startInSample();
    await paint(app, 1);
    await paint(app, 2);
    app.training.toggleLive();
    host.gate = (method) => (method === 'classifier.trainLive' ? new Promise(() => {}) : undefined);
    await settle(300);
    await app.training.trainAndSegment();
    await settle();
    expect(app.workspace.get().model?.id).toBe('v1');
    const live = methods(host, 'classifier.trainLive') as typeof host.calls;
    expect(live.every((call) => call.aborted())).toBe(true);
  });

  it('answers quickly from a part of many labels, and from all when nothing follows', async () => {
    const { app, host } = await startInSample();
    host.livePixels = 100;
    await paint(app, 1);
    await paint(app, 2);
    app.training.toggleLive();
    const quick = () => methods(host, 'classifier.trainLive').map((call) => (call as { input?: unknown }).input);
    await settle(300);
    await settle(1000);
    expect(quick()).toEqual([{ quick: true }]);
    await paint(app, 1);
    await settle(300);
    expect(quick()).toEqual([{ quick: true }, { quick: true }]);
    await settle(2000);
    expect(quick()).toEqual([{ quick: true }, { quick: true }, { quick: false }]);
    expect(app.results.get().live?.id).toBe('live3');
    await settle(5000);
    expect(quick()).toHaveLength(3);
  });

  it('leaves it at the quick answer where that used all labels', async () => {
    const { app, host } = await startInSample();
    await paint(app, 1);
    await paint(app, 2);
    app.training.toggleLive();
    await settle(5000);
    expect(methods(host, 'classifier.trainLive')).toHaveLength(1);
  });

  it('trains again when the scales of features count in something else', async () => {
    const { app, host } = await startInSample();
    await paint(app, 1);
    await paint(app, 2);
    app.training.toggleLive();
    await settle();
    const before = methods(host, 'classifier.trainLive').length;
    app.training.set({ scale: 'um' });
    await settle();
    expect(methods(host, 'classifier.trainLive')).toHaveLength(before + 1);
    expect(host.project()?.training.scale).toBe('um');
  });
});
