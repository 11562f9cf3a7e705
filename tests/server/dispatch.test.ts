import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Progress } from '#contract/contract.ts';
import { createDispatch } from '../../main/services/dispatch.ts';
import { createTestApplication, until } from './test-application.ts';

const PLANE = { scene: 0, z: 0, t: 0 };
const NEXT = { modelId: 'm', imageId: 'i', plane: PLANE };

function setUp() {
  const application = createTestApplication();
  const log: string[] = [];
  return { application, log, dispatch: createDispatch(application.handlers, { log: (message) => log.push(message) }) };
}

describe('dispatch', () => {
  it('calls the handler with the checked input', async () => {
    const { dispatch } = setUp();
    await dispatch.call('project.setSetting', { key: 'a', value: { b: [1, null] } });
    expect(await dispatch.call('project.getSetting', { key: 'a' })).toEqual({ b: [1, null] });
  });

  it.each(['no.such', '', 'toString', '__proto__', 'constructor'])("refuses the unknown method '%s'", async (method) => {
    await expect(setUp().dispatch.call(method, {})).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('names the field that is wrong', async () => {
    const input = { imageId: 'i', plane: { scene: 0, z: 'top', t: 0 }, level: 0, column: 0, row: 0, priority: 0 };
    await expect(setUp().dispatch.call('images.tile', input)).rejects.toMatchObject({
      kind: 'invalid-input',
      message: expect.stringContaining("'plane.z'"),
    });
  });

  it.each([undefined, null, 7, [], { key: 'a', more: 1 }, { key: 'x'.repeat(101) }])('refuses the input %j', async (input) => {
    await expect(setUp().dispatch.call('project.getSetting', input)).rejects.toMatchObject({ kind: 'invalid-input' });
  });

  it('refuses a mask of another size than its box', async () => {
    const stroke = { box: { x: 0, y: 0, width: 9, height: 2 }, mask: new Uint8Array(3), value: 1, onlyOver: null };
    await expect(setUp().dispatch.call('labels.paint', { imageId: 'i', plane: PLANE, stroke })).rejects.toMatchObject({
      kind: 'invalid-input',
      message: expect.stringContaining("'stroke'"),
    });
  });

  it('passes on errors for the user as they are and does not log them', async () => {
    const { dispatch, log } = setUp();
    await expect(dispatch.call('project.open', { path: '/no/such.grove' })).rejects.toMatchObject({
      kind: 'not-found',
      file: '/no/such.grove',
    });
    expect(log).toEqual([]);
  });

  it('turns a defect into an internal error and logs its stack', async () => {
    const { dispatch, log } = setUp();
    await expect(dispatch.call('classes.remove', { value: 1 })).rejects.toMatchObject({
      kind: 'internal',
      message: 'a defect in a handler',
    });
    expect(log).toHaveLength(1);
    expect(log[0]).toMatch(/^classes\.remove: TypeError: a defect in a handler\n\s+at /);
  });

  it('stops the handler through its signal and counts what became of the calls', async () => {
    const { dispatch, application } = setUp();
    const aborter = new AbortController();
    const call = dispatch.call('segmentation.run', NEXT, { signal: aborter.signal });
    await until(() => application.work.begun === 1);
    aborter.abort();
    await expect(call).rejects.toMatchObject({ kind: 'cancelled' });
    await expect(dispatch.call('segmentation.run', NEXT, { signal: aborter.signal })).rejects.toMatchObject({
      kind: 'cancelled',
    });
    await dispatch.call('app.info', {});
    await dispatch.call('app.info', 1).catch(() => undefined);
    expect(application.work).toEqual({ begun: 1, stopped: 1 });
    expect(dispatch.stats()).toEqual({
      'segmentation.run': { received: 2, finished: 0, failed: 0, cancelled: 2 },
      'app.info': { received: 2, finished: 1, failed: 1, cancelled: 0 },
    });
  });

  it('passes on progress at once, then seldom, and never after the end', async () => {
    const { dispatch } = setUp();
    const seen: Progress[] = [];
    await dispatch.call('prediction.labelNext', { modelId: 'm' }, { onProgress: (progress) => seen.push(progress) });
    const during = seen.length;
    expect(seen[0]).toEqual({ done: 1, total: 200, stage: 'Searching', secondsLeft: null });
    expect(during).toBeGreaterThan(1);
    expect(during).toBeLessThan(100);
    expect(seen.map(({ done }) => done)).toEqual(seen.map(({ done }) => done).sort((a, b) => a - b));
    await pause(150);
    expect(seen).toHaveLength(during);
  });
});
