import { describe, expect, it, onTestFinished } from 'vitest';
import type { Progress } from '#contract/contract.ts';
import { GroveError } from '#core/model/error.ts';
import { startServer } from '../../main/server/start-server.ts';
import { createWebSocketClient } from '../../renderer/client/websocket-client.ts';
import { startTestServer } from '../server/start-test-server.ts';
import { until } from '../server/test-application.ts';

const PLANE = { scene: 0, z: 0, t: 0 };
const RUN = { modelId: 'm', imageId: 'i', plane: PLANE };
const TILE = { imageId: 'i', plane: PLANE, level: 0, column: 1, row: 0, priority: 0 };

/** Node's own WebSocket, which is the browser's but for its headers. */
const OpenSocket = WebSocket as unknown as new (url: string, options: { headers: object }) => WebSocket;

function clientOf(host: { port: number; token: string }) {
  let opened = 0;
  const client = createWebSocketClient({
    openSocket: () => {
      opened++;
      return new OpenSocket(`ws://127.0.0.1:${host.port}/ws`, { headers: { Authorization: `Bearer ${host.token}` } });
    },
    retryMs: [5],
  });
  onTestFinished(() => client.close());
  return { client, opened: () => opened };
}

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no error',
    (thrown: unknown) => thrown,
  );

describe('calls', () => {
  it('made before the connection stands are answered once it does', async () => {
    const { client } = clientOf(await startTestServer());
    const [info, tile] = await Promise.all([client.call('app.info', {}), client.call('images.tile', TILE)]);
    expect(info.host).toBe('server');
    expect(tile.data).toBeInstanceOf(Uint16Array);
    expect([tile.data.length, tile.data[0], tile.data[1]]).toEqual([65_536, 1, 32]);
  });

  it('carry strokes as they are', async () => {
    const { client } = clientOf(await startTestServer());
    const mask = Uint8Array.from({ length: 300 }, (_, n) => n & 255);
    const stroke = { box: { x: 5, y: 6, width: 24, height: 100 }, mask, value: 2, onlyOver: [0, 2] };
    const change = await client.call('labels.paint', { imageId: 'i', plane: PLANE, stroke });
    expect(change).toMatchObject({ revision: 1, labels: [{ imageId: 'i', tiles: [[0, 0]] }] });
    expect(await client.call('labels.tile', { imageId: 'i', plane: PLANE, column: 0, row: 0 })).toEqual(mask);
  });

  it('reject with the typed error of the host', async () => {
    const { client } = clientOf(await startTestServer());
    const error = await failure(client.call('project.open', { path: '/no.grove' }));
    expect(error).toBeInstanceOf(GroveError);
    expect(error).toMatchObject({ kind: 'not-found', file: '/no.grove', message: expect.stringContaining('/no.grove') });
    expect(await failure(client.call('project.open', { path: '' }))).toMatchObject({ kind: 'invalid-input' });
    expect(await failure(client.call('project.setSetting', { key: 'a', value: (() => 1) as never }))).toMatchObject({
      kind: 'internal',
    });
  });

  it('show progress', async () => {
    const { client } = clientOf(await startTestServer());
    const seen: Progress[] = [];
    const hints = await client.call('prediction.labelNext', { modelId: 'm' }, { onProgress: (progress) => seen.push(progress) });
    expect(hints).toMatchObject([{ x: 1, y: 2, uncertainty: Number.NaN }]);
    expect(seen[0]).toEqual({ done: 1, total: 200, stage: 'Searching', secondsLeft: null });
  });

  it('are cancelled at once here and soon there', async () => {
    const server = await startTestServer();
    const { client } = clientOf(server);
    const aborter = new AbortController();
    const call = client.call('segmentation.run', RUN, { signal: aborter.signal });
    await until(() => server.application.work.begun === 1);
    aborter.abort();
    expect(await failure(call)).toMatchObject({ kind: 'cancelled' });
    await until(() => server.application.work.stopped === 1);
    expect(await failure(client.call('segmentation.run', RUN, { signal: aborter.signal }))).toMatchObject({ kind: 'cancelled' });
    await client.call('app.info', {});
    expect(server.application.work.begun).toBe(1);
  });

  it('cancelled before the connection stands never reach the host', async () => {
    const server = await startTestServer();
    const { client } = clientOf(server);
    const aborter = new AbortController();
    const call = client.call('segmentation.run', RUN, { signal: aborter.signal });
    aborter.abort();
    expect(await failure(call)).toMatchObject({ kind: 'cancelled' });
    await client.call('app.info', {});
    expect(server.dispatch.stats()).not.toHaveProperty('segmentation.run');
  });
});

describe('events', () => {
  it('reach the listeners until they stop listening', async () => {
    const { application, ...server } = await startTestServer();
    const { client } = clientOf(server);
    await client.call('app.info', {});
    const seen: unknown[] = [];
    const stop = client.on('project.changed', (value) => seen.push(value));
    client.on('images.changed', (value) => seen.push(value));
    application.emit('project.changed', null);
    application.emit('images.changed', []);
    await until(() => seen.length === 2);
    stop();
    application.emit('project.changed', null);
    application.emit('images.changed', []);
    await until(() => seen.length === 3);
    expect(seen).toEqual([null, [], []]);
  });
});

describe('a lost connection', () => {
  it('rejects what runs, comes back, and goes on telling events', async () => {
    const server = await startTestServer();
    const { client, opened } = clientOf(server);
    const connection: boolean[] = [];
    const events: unknown[] = [];
    client.onConnection((connected) => connection.push(connected));
    client.on('images.changed', (value) => events.push(value));
    const running = failure(client.call('segmentation.run', RUN));
    await until(() => server.application.work.begun === 1);
    expect(connection).toEqual([]);

    await server.close();
    expect(await running).toMatchObject({
      kind: 'disconnected',
      message: expect.stringContaining('connection to Grove is lost'),
    });
    expect(connection).toEqual([false]);
    await until(() => opened() > 3);
    expect(await failure(client.call('app.info', {}))).toMatchObject({ kind: 'disconnected' });
    expect(connection).toEqual([false]);

    const { application, port, token } = server;
    const again = await startServer({ application, rendererFolder: '.', port, token });
    onTestFinished(() => again.close());
    await until(() => connection.length === 2);
    expect(connection).toEqual([false, true]);
    expect(await client.call('app.info', {})).toMatchObject({ host: 'server' });
    application.emit('images.changed', []);
    await until(() => events.length === 1);
  });

  it('that never stood rejects the calls that waited for it', async () => {
    const { client } = clientOf({ port: 9, token: 'x' });
    expect(await failure(client.call('app.info', {}))).toMatchObject({ kind: 'disconnected' });
  });

  it('is not looked for any more after close', async () => {
    const server = await startTestServer();
    const { client, opened } = clientOf(server);
    await client.call('app.info', {});
    const running = failure(client.call('segmentation.run', RUN));
    await until(() => server.application.work.begun === 1);
    client.close();
    expect(await running).toMatchObject({ kind: 'disconnected' });
    expect(await failure(client.call('app.info', {}))).toMatchObject({ kind: 'disconnected' });
    await until(() => server.application.work.stopped === 1);
    expect(opened()).toBe(1);
  });
});
