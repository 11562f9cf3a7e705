import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GroveError } from '#core/model/error.ts';
import type { Application } from '../services/application.ts';
import { type RunningServer, startServer } from './start-server.ts';
import { untilStopped } from './until-stopped.ts';

export interface ServeOptions {
  readonly application: Application;
  /** A free one when left out. */
  readonly port?: number;
  /** File to write address and token to, as JSON that only this user can read; taken away at the end. */
  readonly tokenFile?: string;
  /** The built window; the one of this checkout when left out. */
  readonly rendererFolder?: string;
  /** Told the address once the host answers. */
  readonly onListening: (server: RunningServer) => void | Promise<void>;
}

export const RENDERER_FOLDER = fileURLToPath(new URL('../../dist/renderer', import.meta.url));

/**
 * `grove serve`: the local host until SIGINT or SIGTERM. Closes the application at the end, whatever happens. Throws 'not-found'
 * where the window has not been built, 'invalid-input' where the port is taken.
 */
export async function serveUntilStopped(options: ServeOptions): Promise<void> {
  const { application, port, tokenFile, rendererFolder = RENDERER_FOLDER, onListening } = options;
  const stopped = untilStopped();
  try {
    if (!existsSync(join(rendererFolder, 'index.html'))) {
      throw new GroveError('not-found', `The window is not built at ${rendererFolder}; run \`npm run build\`.`, {
        file: rendererFolder,
      });
    }
    const server = await startServer({ application, rendererFolder, ...(port !== undefined && { port }) });
    try {
      if (tokenFile !== undefined) writeTokenFile(tokenFile, server);
      await onListening(server);
      await stopped;
    } finally {
      if (tokenFile !== undefined) rmSync(tokenFile, { force: true });
      await server.close();
    }
  } finally {
    await application.close();
  }
}

function writeTokenFile(file: string, { url, port, token }: RunningServer): void {
  try {
    // Taken away first: the mode of a file that exists would stay what it is.
    rmSync(file, { force: true });
    writeFileSync(file, `${JSON.stringify({ url, port, token, pid: process.pid })}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw new GroveError('read-only', `The token cannot be written to ${file}; choose another file.`, { file, cause: error });
  }
}
