import { readFile } from 'node:fs/promises';
import { protocol } from 'electron';
import { SECURITY_HEADERS } from '../server/security-headers.ts';
import { findWindowFile } from '../server/window-files.ts';

const SCHEME = 'app';
const HOST = 'grove';

/** The origin of our own page; nothing else is ever shown in a window. */
export const APP_ORIGIN = `${SCHEME}://${HOST}`;

/** Must be called before Electron is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
}

/** Serves the built window to app://grove, with the policy that the local host sends too. */
export function serveAppFiles(folder: string): void {
  protocol.handle(SCHEME, async (request) => {
    const { host, pathname } = new URL(request.url);
    const file = host === HOST && request.method === 'GET' ? await findWindowFile(folder, pathname) : null;
    if (file === null) return new Response('There is nothing at this address.\n', { status: 404, headers: SECURITY_HEADERS });
    return new Response(new Uint8Array(await readFile(file.path)), {
      headers: { ...SECURITY_HEADERS, 'Content-Type': file.type },
    });
  });
}
