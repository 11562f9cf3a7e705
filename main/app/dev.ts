/**
 * `npm run dev`: the local host from the sources, started again when they change, and the window from Vite with its modules
 * replaced as they are edited. Vite's server hands calls on to the host and adds the token; use it on your own machine only.
 */
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import { compose } from '../compose.ts';
import { buildKernels } from '../kernels/build.ts';
import { startServer } from '../server/start-server.ts';
import { untilStopped } from '../server/until-stopped.ts';
import { openSampleOnFirstStart } from './first-start.ts';

const RENDERER = fileURLToPath(new URL('../../renderer', import.meta.url));

const stopped = untilStopped();
await buildKernels();
const application = await compose({ host: 'server' });
const host = await startServer({ application, rendererFolder: RENDERER });
await openSampleOnFirstStart(host.dispatch);

const target = `http://127.0.0.1:${host.port}`;
const toHost = { target, changeOrigin: true, headers: { Authorization: `Bearer ${host.token}` } };
const window = await createServer({
  root: RENDERER,
  configFile: `${RENDERER}/vite.config.ts`,
  // Bundling it first would write a file that the watcher takes for a change.
  configLoader: 'native',
  server: {
    proxy: {
      '/api': toHost,
      '/ws': {
        ...toHost,
        ws: true,
        configure(proxy) {
          // The page's own Origin becomes the host's; that of another page stays and is refused.
          proxy.on('proxyReqWs', (outgoing, incoming) => {
            if (incoming.headers.origin === `http://${incoming.headers.host}`) outgoing.setHeader('Origin', target);
          });
        },
      },
    },
  },
});
await window.listen();
window.printUrls();

await stopped;
await window.close();
await host.close();
await application.close();
