import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { summaryKey } from '../../renderer/state/results.ts';
import { paint, settle, startInSample } from './start-app.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const STRONG = { strength: 60, confidence: 'before' } as const;

async function trained() {
  const started = await startInSample();
  await paint(started.app, 1);
  await paint(started.app, 2);
  await started.app.training.trainAndSegment();
  const inputs = (method: string): readonly { crf?: unknown }[] =>
    started.host.calls.filter((call) => call.method === method).map((call) => call.input as { crf?: unknown });
  return { ...started, inputs };
}

describe('the CRF', () => {
  it('is off at first, and everything that is asked for says so', async () => {
    const { app, inputs } = await trained();
    expect(app.workspace.get().model).toMatchObject({ id: 'v1', crf: { strength: 0 } });
    expect(inputs('segmentation.run').at(-1)?.crf).toEqual({ strength: 0, confidence: 'after' });
  });

  it('is kept with the project, and what is shown follows it a moment after the slider has come to rest', async () => {
    const { app, host, inputs } = await trained();
    const stamp = app.workspace.get().model?.stamp ?? 0;
    for (const strength of [20, 40, 60]) app.training.set({ crf: { ...STRONG, strength } });
    expect(app.workspace.get().model?.stamp).toBe(stamp);
    await settle();
    expect(app.workspace.get().model).toMatchObject({ id: 'v1', stamp: stamp + 1, crf: STRONG });
    expect(host.project()?.training.crf).toEqual(STRONG);
    expect(inputs('segmentation.run').map((input) => input.crf)).toEqual([{ strength: 0, confidence: 'after' }, STRONG]);
  });

  it('has areas of its own beside those without it', async () => {
    const { app } = await trained();
    app.training.set({ crf: STRONG });
    await settle();
    const { plane } = app.workspace.get();
    const keys = [...app.results.get().summaries.keys()];
    expect(keys).toEqual([summaryKey('v1', 'a', plane), summaryKey('v1', 'a', plane, STRONG)]);
    app.training.set({ crf: { ...STRONG, strength: 0 } });
    await settle();
    expect([...app.results.get().summaries.keys()]).toEqual(keys);
    expect(app.workspace.get().model?.crf?.strength).toBe(0);
  });

  it('goes with Train & Segment, with several planes and with Segment', async () => {
    const { app, inputs } = await trained();
    app.training.set({ crf: STRONG });
    await app.training.trainAndSegment();
    expect(app.workspace.get().model).toMatchObject({ id: 'v2', crf: STRONG });
    await app.segmentation.runSubset('v2', 'Z(1-2)');
    expect(app.results.get().stack?.subset).toBe('Z(1-2)');
    expect(inputs('segmentation.run').slice(-2)).toEqual([
      expect.objectContaining({ crf: STRONG }),
      expect.objectContaining({ crf: STRONG, subset: 'Z(1-2)' }),
    ]);
    app.training.set({ crf: { ...STRONG, strength: 10 } });
    await settle();
    // The areas over several planes are those of another strength.
    expect(app.results.get().stack).toBeNull();
  });

  it('is found again when the project is opened next time, and follows another window', async () => {
    const { app, host } = await trained();
    app.training.set({ crf: STRONG });
    await settle();
    const path = host.project()?.path ?? '';
    await app.project.close();
    await app.project.open(path);
    expect(app.workspace.get().model).toMatchObject({ id: 'v1', crf: STRONG });
    const training = host.project()?.training;
    if (training) host.emit('training.changed', { ...training, crf: { strength: 5, confidence: 'after' } });
    await settle();
    expect(app.workspace.get().model?.crf).toEqual({ strength: 5, confidence: 'after' });
  });
});
