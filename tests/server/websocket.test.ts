import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { HostFrame } from '#contract/frames.ts';
import { decodeWire, encodeWire } from '#contract/wire.ts';
import { utf8 } from '../../main/services/text-codec.ts';
import { seededRandom } from './seeded-random.ts';
import { startTestServer, type TestServer } from './start-test-server.ts';
import { until } from './test-application.ts';

const PLANE = { scene: 0, z: 0, t: 0 };
const RUN = { modelId: 'm', imageId: 'i', plane: PLANE };
const TILE = { imageId: 'i', plane: PLANE, level: 0, column: 0, row: 0, priority: 0 };

interface Opened {
  readonly socket: WebSocket;
  readonly frames: HostFrame[];
  readonly closed: Promise<number>;
  send(frame: unknown): void;
  answer(id: number): Promise<HostFrame>;
}

async function open(server: TestServer): Promise<Opened> {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/ws`, { headers: server.bearer });
  const frames: HostFrame[] = [];
  socket.on('message', (data) => frames.push(decodeWire(data as Buffer, utf8) as HostFrame));
  socket.on('error', () => undefined);
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise((resolve) => socket.on('open', resolve));
  const find = (id: number) => frames.find((frame) => (frame.type === 'response' || frame.type === 'error') && frame.id === id);
  return {
    socket,
    frames,
    closed,
    send: (frame) => socket.send(encodeWire(frame, utf8)),
    answer: async (id) => {
      await until(() => find(id) !== undefined);
      return find(id)!;
    },
  };
}

describe('opening', () => {
  const status = (server: TestServer, path: string, headers: Record<string, string>): Promise<number> =>
    new Promise((resolve) => {
      const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers });
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
      socket.on('open', () => resolve(101));
      socket.on('error', () => undefined);
    });

  it('needs the token, this Host and this Origin', async () => {
    const server = await startTestServer();
    const { bearer, port } = server;
    expect(await status(server, '/ws', {})).toBe(401);
    expect(await status(server, '/ws', { Authorization: 'Bearer wrong' })).toBe(401);
    expect(await status(server, `/ws?token=${server.token}`, {})).toBe(401);
    expect(await status(server, '/ws', { ...bearer, Origin: 'https://example.com' })).toBe(403);
    expect(await status(server, '/ws', { ...bearer, Host: 'grove.example.com' })).toBe(403);
    expect(await status(server, '/other', bearer)).toBe(404);
    expect(await status(server, '/ws', { ...bearer, Origin: `http://127.0.0.1:${port}` })).toBe(101);
    expect(await status(server, '/ws', { Cookie: `grove-${port}=${server.token}` })).toBe(101);
  });
});

describe('calls', () => {
  it('are answered by id, pixels as pixels', async () => {
    const window = await open(await startTestServer());
    window.send({ type: 'request', id: 2, method: 'images.tile', input: TILE });
    window.send({ type: 'request', id: 1, method: 'project.open', input: { path: '/no.grove' } });
    window.send({ type: 'request', id: 3, method: 'no.such', input: {} });
    expect(await window.answer(2)).toMatchObject({ type: 'response', output: { width: 256, data: expect.any(Uint16Array) } });
    expect(await window.answer(1)).toMatchObject({ type: 'error', error: { kind: 'not-found', file: '/no.grove' } });
    expect(await window.answer(3)).toMatchObject({ type: 'error', error: { kind: 'not-found' } });
  });

  it('show progress and stop when they are cancelled', async () => {
    const server = await startTestServer();
    const window = await open(server);
    window.send({ type: 'request', id: 1, method: 'segmentation.run', input: RUN });
    await until(() => window.frames.some((frame) => frame.type === 'progress' && frame.id === 1));
    window.send({ type: 'cancel', id: 1 });
    expect(await window.answer(1)).toMatchObject({ type: 'error', error: { kind: 'cancelled' } });
    expect(server.application.work).toEqual({ begun: 1, stopped: 1 });
    expect(server.dispatch.stats()['segmentation.run']).toMatchObject({ received: 1, cancelled: 1 });
  });

  it('of a window that goes away are stopped, those of the other one go on', async () => {
    const server = await startTestServer();
    const [first, second] = [await open(server), await open(server)];
    for (const id of [1, 2, 3]) first.send({ type: 'request', id, method: 'segmentation.run', input: RUN });
    second.send({ type: 'request', id: 1, method: 'segmentation.run', input: RUN });
    await until(() => server.application.work.begun === 4);
    first.socket.terminate();
    await until(() => server.application.work.stopped === 3);
    second.send({ type: 'request', id: 2, method: 'app.info', input: {} });
    expect(await second.answer(2)).toMatchObject({ type: 'response' });
    expect(server.application.work.stopped).toBe(3);
  });

  it('under an id in use, or a thousand and one at once, are refused', async () => {
    const server = await startTestServer();
    const window = await open(server);
    for (let id = 1; id <= 1000; id++) window.send({ type: 'request', id, method: 'segmentation.run', input: RUN });
    window.send({ type: 'request', id: 1001, method: 'segmentation.run', input: RUN });
    expect(await window.answer(1001)).toMatchObject({ type: 'error', error: { kind: 'invalid-input' } });
    window.send({ type: 'request', id: 7, method: 'app.info', input: {} });
    expect(await window.answer(7)).toMatchObject({ type: 'error', error: { kind: 'invalid-input' } });
    expect(server.application.work.begun).toBe(1000);
    window.socket.close();
    await until(() => server.application.work.stopped === 1000);
  });
});

describe('events', () => {
  it('reach every window, before or after the answer that caused them', async () => {
    const server = await startTestServer();
    const [first, second] = [await open(server), await open(server)];
    const stroke = { box: { x: 0, y: 0, width: 8, height: 1 }, mask: new Uint8Array([0b101]), value: 1, onlyOver: null };
    first.send({ type: 'request', id: 1, method: 'labels.paint', input: { imageId: 'i', plane: PLANE, stroke } });
    const answer = await first.answer(1);
    for (const window of [first, second]) {
      await until(() => window.frames.some((frame) => frame.type === 'event'));
      const event = window.frames.find((frame) => frame.type === 'event');
      expect(event).toEqual({
        type: 'event',
        event: 'document.changed',
        value: answer.type === 'response' ? answer.output : null,
      });
    }
    second.send({ type: 'request', id: 1, method: 'labels.tile', input: { imageId: 'i', plane: PLANE, column: 0, row: 0 } });
    expect(await second.answer(1)).toMatchObject({ output: new Uint8Array([0b101]) });
  });
});

describe('a window that breaks the rules', () => {
  it.each([
    ['text', '{"type":"request"}', 1003],
    ['bytes that are no message', new Uint8Array([1, 2, 3]), 1007],
    ['a message that is no frame', encodeWire({ type: 'shout', id: 1 }, utf8), 1007],
    ['a frame with more in it', encodeWire({ type: 'cancel', id: 1, all: true }, utf8), 1007],
    ['an id that is no number', encodeWire({ type: 'cancel', id: '1' }, utf8), 1007],
    ['a frame of the host', encodeWire({ type: 'response', id: 1, output: 1 }, utf8), 1007],
    ['a frame above the limit', new Uint8Array(64 * 2 ** 20 + 1), 1009],
  ])('by %s is closed; the host goes on', async (_what, data, code) => {
    const server = await startTestServer();
    const window = await open(server);
    window.send({ type: 'request', id: 1, method: 'segmentation.run', input: RUN });
    await until(() => server.application.work.begun === 1);
    window.socket.send(data);
    expect(await window.closed).toBe(code);
    await until(() => server.application.work.stopped === 1);
    const next = await open(server);
    next.send({ type: 'request', id: 1, method: 'app.info', input: {} });
    expect(await next.answer(1)).toMatchObject({ type: 'response' });
  });

  it('by 300 seeded garbage messages does not harm the host', async () => {
    const server = await startTestServer();
    const random = seededRandom(3);
    const good = encodeWire({ type: 'request', id: 5, method: 'project.getSetting', input: { key: 'a' } }, utf8);
    let window = await open(server);
    for (let n = 0; n < 300; n++) {
      if (window.socket.readyState !== WebSocket.OPEN) window = await open(server);
      const bytes = good.slice(0, good.length - random(3));
      for (let change = random(3); change >= 0; change--) bytes[random(bytes.length)] = random(256);
      window.socket.send(bytes);
    }
    const last = await open(server);
    last.send({ type: 'request', id: 1, method: 'app.info', input: {} });
    expect(await last.answer(1)).toMatchObject({ type: 'response' });
  });

  it('by not reading is served no more than the socket takes, and what it still wants once it reads again', async () => {
    const server = await startTestServer();
    const window = await open(server);
    window.socket.pause();
    for (let id = 1; id <= 400; id++) window.send({ type: 'request', id, method: 'images.tile', input: TILE });
    await until(() => server.dispatch.stats()['images.tile']?.finished === 400);
    // Answers that still wait for the socket are taken back when their tile has scrolled away.
    for (let id = 351; id <= 400; id++) window.send({ type: 'cancel', id });
    window.send({ type: 'request', id: 401, method: 'app.info', input: {} });
    await until(() => server.dispatch.stats()['app.info']?.finished === 1);
    window.socket.resume();
    await window.answer(401);
    const answered = (type: string): number[] =>
      window.frames.flatMap((frame) => (frame.type === type && 'id' in frame && frame.id < 401 ? [frame.id] : []));
    expect(answered('response')).toEqual(Array.from({ length: 350 }, (_, n) => n + 1));
    expect(answered('error')).toEqual(Array.from({ length: 50 }, (_, n) => n + 351));
  });

  it('by leaving 5,000 events unread is hung up on', async () => {
    const server = await startTestServer();
    const window = await open(server);
    window.send({ type: 'request', id: 1, method: 'segmentation.run', input: RUN });
    await until(() => server.application.work.begun === 1);
    window.socket.pause();
    const value = { key: 'x'.repeat(20_000) };
    for (let n = 0; n < 7000 && server.application.work.stopped === 0; n++) {
      server.application.emit('project.changed', value as never);
      if (n % 500 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await until(() => server.application.work.stopped === 1);
  });
});

describe('closing the host', () => {
  it('stops the calls and says goodbye', async () => {
    const server = await startTestServer();
    const window = await open(server);
    window.send({ type: 'request', id: 1, method: 'segmentation.run', input: RUN });
    await until(() => server.application.work.begun === 1);
    await server.close();
    expect(await window.closed).toBe(1001);
    await until(() => server.application.work.stopped === 1);
  });
});
