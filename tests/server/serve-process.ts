/** A process that serves the test application, as `grove serve` does: node serve-process.ts RENDERER_FOLDER TOKEN_FILE [PORT]. */
import { GroveError } from '#core/model/error.ts';
import { serveUntilStopped } from '../../main/server/serve-command.ts';
import { createTestApplication } from './test-application.ts';

const [rendererFolder = '', tokenFile = '', port] = process.argv.slice(2);
const application = {
  ...createTestApplication(),
  close: async () => {
    console.log('application closed');
  },
};
try {
  await serveUntilStopped({
    application,
    rendererFolder,
    tokenFile,
    ...(port !== undefined && { port: Number(port) }),
    onListening: ({ url }) => console.log(url),
  });
} catch (thrown) {
  console.log(GroveError.from(thrown).message);
  process.exitCode = 1;
}
