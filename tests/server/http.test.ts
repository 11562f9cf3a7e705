import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { contract } from '#contract/contract.ts';
import { decodeWire, encodeWire } from '#contract/wire.ts';
import { startServer } from '../../main/server/start-server.ts';
import { utf8 } from '../../main/services/text-codec.ts';
import { startTestServer } from './start-test-server.ts';
import { until } from './test-application.ts';

const WIRE = 'application/vnd.grove.wire';
const JSON_TYPE = { 'Content-Type': 'application/json' };
const TILE = { imageId: 'i', plane: { scene: 0, z: 0, t: 0 }, level: 0, column: 3, row: 0, priority: 0 };

describe('the token', () => {
  it('in the address is exchanged for a cookie that lets the browser in', async () => {
    const { ask, token, port, url } = await startTestServer();
    expect(url).toBe(`http://127.0.0.1:${port}/?token=${token}`);
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    const first = await ask(`/?token=${token}`);
    expect(first.status).toBe(303);
    expect(first.headers.location).toBe('/');
    const cookie = first.headers['set-cookie']?.[0] ?? '';
    expect(cookie).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/);
    const page = await ask('/', { headers: { Cookie: `other=1; ${cookie.split(';')[0]}` } });
    expect(page.status).toBe(200);
    expect(page.body.toString()).toContain('<title>Grove</title>');
  });

  it.each([
    ['missing', {}],
    ['wrong', { Authorization: 'Bearer wrong' }],
    ['empty', { Authorization: 'Bearer ' }],
    ['of another kind', { Authorization: 'Basic Z3JvdmU6Z3JvdmU=' }],
    ['wrong in the cookie', { Cookie: 'grove=1; grove-0=2' }],
  ])('%s: nothing is answered', async (_how, headers) => {
    const { ask } = await startTestServer();
    for (const path of ['/', '/assets/main-1234.js', '/api', '/nothing']) {
      const answer = await ask(path, { headers });
      expect(answer.status).toBe(401);
      expect(answer.body.toString()).not.toContain('<title>');
    }
    const call = await ask('/api/call/app.info', { method: 'POST', headers: { ...headers, ...JSON_TYPE }, body: '{}' });
    expect(call.status).toBe(401);
  });

  it('wrong in the address is refused and sets no cookie', async () => {
    const { ask, token } = await startTestServer();
    for (const wrong of ['', 'x', token.slice(1), `${token}x`]) {
      const answer = await ask(`/?token=${wrong}`);
      expect(answer.status).toBe(401);
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
  });
});

describe('other pages and names', () => {
  it('a foreign Host is refused with the right token, in the address too', async () => {
    const { ask, token, bearer, port } = await startTestServer();
    for (const Host of ['grove.example.com', `grove.example.com:${port}`, '127.0.0.1:1', `[::1]:${port}`, 'localhost']) {
      expect((await ask('/', { headers: { ...bearer, Host } })).status).toBe(403);
      expect((await ask(`/?token=${token}`, { headers: { Host } })).status).toBe(403);
    }
    expect((await ask('/', { headers: { ...bearer, Host: `localhost:${port}` } })).status).toBe(200);
  });

  it('a foreign Origin is refused with the right token', async () => {
    const { ask, bearer, port } = await startTestServer();
    const call = (Origin: string) =>
      ask('/api/call/app.info', { method: 'POST', headers: { ...bearer, ...JSON_TYPE, Origin }, body: '{}' });
    for (const origin of ['https://example.com', 'null', `https://127.0.0.1:${port}`, `http://127.0.0.1:${port + 1}`]) {
      expect((await call(origin)).status).toBe(403);
    }
    expect((await call(`http://127.0.0.1:${port}`)).status).toBe(200);
  });

  it('a request that another page makes with our cookie is refused, a link that a person follows is not', async () => {
    const { ask, bearer } = await startTestServer();
    const from = (site: string, mode: string) =>
      ask('/', { headers: { ...bearer, 'Sec-Fetch-Site': site, 'Sec-Fetch-Mode': mode } });
    expect((await from('cross-site', 'no-cors')).status).toBe(403);
    expect((await from('same-site', 'cors')).status).toBe(403);
    expect((await from('cross-site', 'navigate')).status).toBe(200);
    expect((await from('same-origin', 'cors')).status).toBe(200);
  });
});

describe('files', () => {
  it('carry a strict policy and a lasting cache only where their name has a hash', async () => {
    const { ask, bearer } = await startTestServer();
    const page = await ask('/', { headers: bearer });
    const script = await ask('/assets/main-1234.js', { headers: bearer });
    expect(page.headers['content-security-policy']).toMatch(/default-src 'none'; script-src 'self';/);
    expect(page.headers['content-security-policy']).not.toContain('unsafe-eval');
    expect(page.headers['x-content-type-options']).toBe('nosniff');
    expect(page.headers['cache-control']).toBe('no-store');
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(script.headers['cache-control']).toContain('immutable');
  });

  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/%2e%2e%2f%2e%2e%2fsecret.txt',
    '/..\\secret.txt',
    '/..%5csecret.txt',
    '//secret.txt',
    '/link.txt',
    '/.hidden.js',
    '/program.exe',
    '/assets',
    '/assets/',
    '/%00',
    '/index.html%00.js',
    '/%',
    '/C:/secret.txt',
    '/nothing.js',
  ])('nothing lies at %s', async (path) => {
    const { ask, bearer } = await startTestServer();
    const answer = await ask(path, { headers: bearer });
    expect([400, 404]).toContain(answer.status);
    expect(answer.body.toString()).not.toContain('secret');
  });

  it('answer HEAD without a body and nothing but GET and HEAD', async () => {
    const { ask, bearer } = await startTestServer();
    const head = await ask('/', { method: 'HEAD', headers: bearer });
    expect([head.status, head.body.length]).toEqual([200, 0]);
    for (const method of ['POST', 'PUT', 'DELETE']) {
      const answer = await ask('/', { method, headers: bearer });
      expect([answer.status, answer.headers.allow]).toEqual([405, 'GET']);
    }
  });
});

describe('REST calls', () => {
  const post = async (method: string, body: string | Uint8Array, headers: Record<string, string> = {}) => {
    const server = await startTestServer();
    const answer = await server.ask(`/api/call/${method}`, {
      method: 'POST',
      headers: { ...server.bearer, ...JSON_TYPE, ...headers },
      body,
    });
    return { ...answer, json: () => JSON.parse(answer.body.toString()) as unknown };
  };

  it('are listed with the schema of their input', async () => {
    const { ask, bearer } = await startTestServer();
    const { methods } = JSON.parse((await ask('/api', { headers: bearer })).body.toString()) as {
      methods: { method: string; input: { properties: Record<string, unknown> } }[];
    };
    expect(methods.map(({ method }) => method).sort()).toEqual(Object.keys(contract).sort());
    expect(methods.find(({ method }) => method === 'project.open')?.input.properties).toEqual({
      path: { type: 'string', minLength: 1, maxLength: 32_767 },
    });
  });

  it('take and give JSON', async () => {
    const answer = await post('app.info', '{}');
    expect(answer.status).toBe(200);
    expect(answer.json()).toMatchObject({ host: 'server', threads: 1 });
  });

  it('take and give pixels in the wire format', async () => {
    const answer = await post('images.tile', encodeWire(TILE, utf8), { 'Content-Type': WIRE, Accept: WIRE });
    expect(answer.headers['content-type']).toBe(WIRE);
    const tile = decodeWire(answer.body, utf8) as { width: number; data: Uint16Array };
    expect(tile.data).toBeInstanceOf(Uint16Array);
    expect([tile.width, tile.data.length, tile.data[2]]).toEqual([256, 65_536, 65]);
  });

  it('never turn pixels into text', async () => {
    const answer = await post('images.tile', JSON.stringify(TILE));
    expect(answer.status).toBe(400);
    expect(answer.json()).toMatchObject({ kind: 'invalid-input', message: expect.stringContaining(WIRE) });
  });

  it.each([
    ['no.such', '{}', {}, 404, 'not-found'],
    ['constructor', '{}', {}, 404, 'not-found'],
    ['app.info', '{', {}, 400, 'invalid-input'],
    ['app.info', '', {}, 400, 'invalid-input'],
    ['app.info', '{"more":1}', {}, 400, 'invalid-input'],
    ['app.info', '{}', { 'Content-Type': 'text/plain' }, 400, 'invalid-input'],
    ['app.info', '{}', { 'Content-Type': WIRE }, 400, 'invalid-input'],
    ['project.open', '{"path":"/no.grove"}', {}, 404, 'not-found'],
    ['project.close', '{}', {}, 409, 'no-project'],
    ['classes.remove', '{"value":1}', {}, 500, 'internal'],
  ])('%s with %j %j answers %i %s', async (method, body, headers, status, kind) => {
    const answer = await post(method, body, headers);
    expect(answer.status).toBe(status);
    expect(answer.json()).toMatchObject({ kind, message: expect.any(String) });
  });

  it('refuse a body that is too large before reading it, and one that does not say how large it is', async () => {
    const server = await startTestServer();
    const headers = { ...server.bearer, ...JSON_TYPE };
    const announced = await server.ask('/api/call/app.info', {
      method: 'POST',
      headers: { ...headers, 'Content-Length': String(65 * 2 ** 20) },
      body: '{}',
    });
    expect(announced.status).toBe(413);
    expect(JSON.parse(announced.body.toString())).toMatchObject({ kind: 'too-large' });
    // Each piece in a turn of its own: a source that always has the next at hand keeps fetch from ever hearing of the refusal.
    const endless = new ReadableStream({
      async pull(stream) {
        await pause(1);
        stream.enqueue(new Uint8Array(4 * 2 ** 20));
      },
    });
    const init = { method: 'POST', headers, body: endless, duplex: 'half' };
    const chunked = await fetch(`http://127.0.0.1:${server.port}/api/call/app.info`, init).then(
      ({ status }) => status,
      () => 'hung up',
    );
    expect([413, 'hung up']).toContain(chunked);
  });

  it('are cancelled when the caller hangs up', async () => {
    const server = await startTestServer();
    const aborter = new AbortController();
    const call = fetch(`http://127.0.0.1:${server.port}/api/call/segmentation.run`, {
      method: 'POST',
      headers: { ...server.bearer, ...JSON_TYPE },
      body: JSON.stringify({ modelId: 'm', imageId: 'i', plane: TILE.plane }),
      signal: aborter.signal,
    });
    call.catch(() => undefined);
    await until(() => server.application.work.begun === 1);
    aborter.abort();
    await until(() => server.application.work.stopped === 1);
    expect(server.dispatch.stats()['segmentation.run']).toMatchObject({ received: 1, cancelled: 1 });
  });
});

describe('starting and closing', () => {
  it('says when the port is in use', async () => {
    const { application, port } = await startTestServer();
    await expect(startServer({ application, rendererFolder: '.', port })).rejects.toMatchObject({
      kind: 'invalid-input',
      message: expect.stringContaining(`Port ${port} is in use`),
    });
  });

  it('listens to this machine only', async () => {
    const { port } = await startTestServer();
    await expect(fetch(`http://[::1]:${port}/`)).rejects.toThrow();
  });

  it('lets go of the application when it closes', async () => {
    const { application, close, ask } = await startTestServer();
    expect(application.listeners()).toBeGreaterThan(0);
    await close();
    expect(application.listeners()).toBe(0);
    await expect(ask('/')).rejects.toThrow();
  });
});
