/** Entry of the Electron application, bundled to dist/main/index.js. */
import { fileURLToPath } from 'node:url';
import { runApp } from './app/run-app.ts';
import { compose } from './compose.ts';

runApp({
  distFolder: fileURLToPath(new URL('..', import.meta.url)),
  openApplication: () => compose({ host: 'electron' }),
});
