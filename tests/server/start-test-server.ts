import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type RunningServer, startServer } from '../../main/server/start-server.ts';
import { createTestApplication, type TestApplication } from './test-application.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface TestServer extends RunningServer {
  readonly application: TestApplication;
  /** Sends exactly the path, headers and body given, nothing tidied up. */
  ask(path: string, options?: { method?: string; headers?: Record<string, string>; body?: string | Uint8Array }): Promise<Answer>;
  readonly bearer: { readonly Authorization: string };
}

/** A server on real sockets with a small built window, closed when the test is over. */
export async function startTestServer(): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'grove-server-'));
  const window = join(folder, 'renderer');
  mkdirSync(join(window, 'assets'), { recursive: true });
  writeFileSync(join(window, 'index.html'), '<!doctype html><title>Grove</title>');
  writeFileSync(join(window, 'assets/main-1234.js'), 'export {};');
  writeFileSync(join(window, '.hidden.js'), 'secret');
  writeFileSync(join(window, 'program.exe'), 'secret');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  symlinkSync(join(folder, 'secret.txt'), join(window, 'link.txt'));

  const application = createTestApplication();
  const server = await startServer({ application, rendererFolder: window });
  onTestFinished(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  return {
    ...server,
    application,
    bearer: { Authorization: `Bearer ${server.token}` },
    ask: (path, { method = 'GET', headers = {}, body } = {}) =>
      new Promise((resolve, reject) => {
        const sent = request({ host: '127.0.0.1', port: server.port, path, method, headers, agent: false }, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
          );
        });
        sent.on('error', reject);
        sent.end(body);
      }),
  };
}
