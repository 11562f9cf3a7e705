import { describe, expect, it, vi } from 'vitest';
import { CHANNELS } from '#contract/channels.ts';
import type { Progress } from '#contract/contract.ts';
import { GroveError } from '#core/model/error.ts';
import type { Frame } from '../app/fake-electron.ts';
import { startTestApp } from '../app/start-test-app.ts';
import { until } from '../server/test-application.ts';

vi.mock('electron', () => import('../app/fake-electron.ts'));

const app = startTestApp();
const PLANE = { scene: 0, z: 0, t: 0 };
const RUN = { modelId: 'm', imageId: 'i', plane: PLANE };
const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no error',
    (thrown: unknown) => thrown,
  );

describe('calls over the bridge', () => {
  it('carry typed arrays as typed arrays, from shared memory too', async () => {
    const tile = await app.client.call('images.tile', { imageId: 'i', plane: PLANE, level: 0, column: 4, row: 0, priority: 0 });
    expect(tile.data).toBeInstanceOf(Uint16Array);
    expect(tile.data.buffer).toBeInstanceOf(ArrayBuffer);
    expect([tile.width, tile.data.length, tile.data[1]]).toEqual([256, 65_536, 35]);
    const mask = new Uint8Array([1, 2, 3]);
    const stroke = { box: { x: 0, y: 0, width: 8, height: 3 }, mask, value: 1, onlyOver: null };
    await app.client.call('labels.paint', { imageId: 'i', plane: PLANE, stroke });
    expect(await app.client.call('labels.tile', { imageId: 'i', plane: PLANE, column: 0, row: 0 })).toEqual(mask);
  });

  it('reject with typed errors, not with what Electron makes of them', async () => {
    const error = await failure(app.client.call('project.open', { path: '/no.grove' }));
    expect(error).toBeInstanceOf(GroveError);
    expect(error).toMatchObject({ kind: 'not-found', file: '/no.grove' });
    expect(await failure(app.client.call('project.open', { path: '' }))).toMatchObject({ kind: 'invalid-input' });
    expect(await failure(app.client.call('no.such' as 'app.info', {}))).toMatchObject({ kind: 'not-found' });
  });

  it('show progress and end it with the call', async () => {
    const seen: Progress[] = [];
    const hints = await app.client.call(
      'prediction.labelNext',
      { modelId: 'm' },
      { onProgress: (progress) => seen.push(progress) },
    );
    expect(hints).toMatchObject([{ x: 1, y: 2, uncertainty: Number.NaN }]);
    expect(seen[0]).toMatchObject({ done: 1, total: 200 });
  });

  it('are cancelled through their signal', async () => {
    const { work } = app.application;
    const before = { ...work };
    const aborter = new AbortController();
    const call = app.client.call('segmentation.run', RUN, { signal: aborter.signal });
    await until(() => work.begun === before.begun + 1);
    aborter.abort();
    expect(await failure(call)).toMatchObject({ kind: 'cancelled' });
    await until(() => work.stopped === before.stopped + 1);
  });

  it('with a wrong id or method name are answered with what is wrong', async () => {
    for (const [id, method] of [
      ['1', 'app.info'],
      [1.5, 'app.info'],
      [Number.NaN, 'app.info'],
      [1e6, null],
    ] as const) {
      const reply = await app.bridge.call(id as number, method as string, {});
      expect(reply).toMatchObject({ error: { kind: 'invalid-input' } });
    }
  });
});

describe('events', () => {
  it('reach the window until it stops listening', async () => {
    const seen: unknown[] = [];
    const stop = app.client.on('images.changed', (images) => seen.push(images));
    app.application.emit('images.changed', []);
    await until(() => seen.length === 1);
    stop();
    app.application.emit('images.changed', []);
    await app.client.call('app.info', {});
    expect(seen).toEqual([[]]);
  });
});

describe('the preload script', () => {
  it('exposes one frozen object with these functions and nothing else', () => {
    const { world } = app.window.webContents.page!;
    expect(Object.keys(world)).toEqual(['grove']);
    expect(Object.isFrozen(world.grove)).toBe(true);
    expect(Object.keys(world.grove as object).sort()).toEqual([
      'call',
      'cancel',
      'chooseFiles',
      'onCommand',
      'onEvent',
      'onProgress',
      'pathOfFile',
    ]);
  });

  it('gives listeners the message and never the event, which could send on any channel', async () => {
    const received: unknown[][] = [];
    const stop = app.bridge.onCommand((...values) => received.push(values));
    app.window.webContents.send(CHANNELS.command, 'view.fit');
    await until(() => received.length === 1);
    stop();
    expect(received).toEqual([['view.fit']]);
  });

  it('knows the path of a dropped file', () => {
    expect(app.bridge.pathOfFile(Object.assign(new File([], 'a.tif'), { path: '/images/a.tif' }))).toBe('/images/a.tif');
  });
});

describe('messages from elsewhere', () => {
  const ask = (frame: Frame | null) => app.window.webContents.page!.invoke(CHANNELS.call, [99, 'app.info', {}], frame);

  it('are refused: another origin, a frame in the page, a frame that is gone', async () => {
    const page = app.window.webContents.page!;
    for (const frame of [
      { origin: 'https://example.com', url: 'https://example.com/' },
      { origin: 'app://other', url: 'app://other/index.html' },
      { ...page.frame },
      null,
    ]) {
      await expect(ask(frame)).rejects.toThrow('Refused');
      await expect(page.invoke(CHANNELS.chooseFiles, [{}], frame)).rejects.toThrow('Refused');
    }
    expect(await ask(page.frame)).toMatchObject({ output: { host: 'server' } });
  });

  it('on other channels find nobody', async () => {
    await expect(app.window.webContents.page!.invoke('grove:other', [])).rejects.toThrow('No handler');
  });
});

describe('a page that is loaded again', () => {
  it('leaves no call behind and is served as before', async () => {
    const { work } = app.application;
    const before = { ...work };
    for (let n = 0; n < 3; n++) void failure(app.client.call('segmentation.run', RUN));
    await until(() => work.begun === before.begun + 3);
    await app.window.webContents.load(app.window.webContents.page!.frame.url);
    await until(() => work.stopped === before.stopped + 3);
    const bridge = app.window.webContents.page!.world.grove as typeof app.bridge;
    expect(await bridge.call(1, 'app.info', {})).toMatchObject({ output: { host: 'server' } });
  });
});
