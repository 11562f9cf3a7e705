/**
 * `npm start [-- FILE.grove]`: builds what is older than its sources and opens the Electron window. Where that cannot be, says
 * why in one line and serves the same window from the local host.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { GroveError } from '#core/model/error.ts';
import { compose } from '../compose.ts';
import { serveUntilStopped } from '../server/serve-command.ts';
import { buildForBrowser, buildForElectron } from './build.ts';
import { findElectron } from './find-electron.ts';
import { openSampleOnFirstStart } from './first-start.ts';
import { projectArgument } from './project-argument.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Exit code of the system's loader where a library that Electron needs is missing. */
const CANNOT_LOAD = 127;

async function start(): Promise<void> {
  const electron = await findElectron();
  let whyNot = 'whyNot' in electron ? electron.whyNot : null;
  if ('path' in electron) {
    await buildForElectron();
    const code = await runElectron(electron.path);
    if (code !== CANNOT_LOAD) {
      process.exitCode = code;
      return;
    }
    whyNot = 'Electron cannot run on this system';
  }
  await buildForBrowser();
  console.log(`${whyNot}; Grove serves its window to a browser instead.`);
  await serve(projectArgument(process.argv.slice(1), process.cwd()));
}

function runElectron(path: string): Promise<number> {
  return new Promise((resolve) => {
    // Terminals inside other Electron programs hand on a variable that would start it as plain Node.
    const { ELECTRON_RUN_AS_NODE: _plainNode, ...env } = process.env;
    const child = spawn(path, [ROOT, ...process.argv.slice(2)], { stdio: 'inherit', env });
    // The window closes by the same signal; this process ends after it.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
    child.on('error', () => resolve(CANNOT_LOAD));
    child.on('close', (code) => resolve(code ?? 1));
  });
}

async function serve(project: string | null): Promise<void> {
  await serveUntilStopped({
    application: await compose({ host: 'server' }),
    async onListening({ url, dispatch }) {
      if (project === null) await openSampleOnFirstStart(dispatch);
      else await dispatch.call('project.open', { path: project });
      console.log(`Open ${url}\nStop with Ctrl+C.`);
    },
  });
}

try {
  await start();
} catch (thrown) {
  console.error(GroveError.from(thrown).message);
  process.exitCode = 1;
}
