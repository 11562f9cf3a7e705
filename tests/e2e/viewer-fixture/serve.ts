import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

/** Serves the fixture page from the sources; returns its address and the function that stops it. */
export async function serveFixture(): Promise<{ url: string; close: () => Promise<void> }> {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const server = await createServer({
    root,
    configFile: false,
    logLevel: 'error',
    cacheDir: 'node_modules/.cache/viewer-fixture',
    server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
    // Named here, because a dependency that is found late reloads the page under the test.
    optimizeDeps: { noDiscovery: true, include: ['pixi.js', 'pixi.js/unsafe-eval', 'zod'] },
  });
  await server.listen();
  const address = server.httpServer?.address();
  if (!address || typeof address === 'string') throw new Error('The fixture has no address.');
  return {
    url: `http://127.0.0.1:${address.port}/tests/e2e/viewer-fixture/index.html`,
    close: () => server.close(),
  };
}
