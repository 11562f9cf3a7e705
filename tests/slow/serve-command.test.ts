import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { startTestServer } from '../server/start-test-server.ts';
import { until } from '../server/test-application.ts';

const folder = mkdtempSync(join(tmpdir(), 'grove-serve-'));
const tokenFile = join(folder, 'token.json');
writeFileSync(join(folder, 'index.html'), '<!doctype html>');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function serve(...args: string[]): { child: ChildProcess; output: () => string; ended: Promise<number | null> } {
  const child = spawn(process.execPath, [fileURLToPath(new URL('../server/serve-process.ts', import.meta.url)), ...args]);
  let output = '';
  child.stdout.on('data', (data) => {
    output += data;
  });
  return { child, output: () => output, ended: new Promise((resolve) => child.on('close', resolve)) };
}

describe('grove serve', () => {
  it('writes address and token for its user alone, serves, and closes everything on SIGTERM', async () => {
    writeFileSync(tokenFile, 'old', { mode: 0o644 });
    const { child, output, ended } = serve(folder, tokenFile);
    await until(() => output().includes('\n'));
    const { url, port, token, pid } = JSON.parse(readFileSync(tokenFile, 'utf8'));
    expect([url, pid]).toEqual([output().trim(), child.pid]);
    if (process.platform !== 'win32') expect(statSync(tokenFile).mode & 0o777).toBe(0o600);

    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    const call = (method: string, body: object) =>
      fetch(`http://127.0.0.1:${port}/api/call/${method}`, { method: 'POST', headers, body: JSON.stringify(body) });
    expect((await call('app.info', {})).status).toBe(200);
    // A call that would never end does not hold up the end of the host.
    const endless = call('segmentation.run', { modelId: 'm', imageId: 'i', plane: { scene: 0, z: 0, t: 0 } }).catch(() => null);
    await call('app.info', {});
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    await endless;
    expect(output()).toContain('application closed');
    expect(existsSync(tokenFile)).toBe(false);
  });

  it('says when the window is not built, when the port is taken and when the token cannot be written', async () => {
    const { port } = await startTestServer();
    for (const [args, message] of [
      [[join(folder, 'none'), tokenFile], 'The window is not built at'],
      [[folder, tokenFile, String(port)], `Port ${port} is in use`],
      [[folder, join(folder, 'no', 'token.json')], 'The token cannot be written to'],
    ] as const) {
      const { output, ended } = serve(...args);
      expect(await ended).toBe(1);
      expect(output()).toContain(message);
      expect(output()).toContain('application closed');
    }
  });
});
