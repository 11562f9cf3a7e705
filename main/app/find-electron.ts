import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type FoundElectron = { readonly path: string } | { readonly whyNot: string };

const REACHABLE_MS = 5000;
const DOWNLOAD_MS = 600_000;

/**
 * The Electron program, or one sentence why the window cannot be opened with it here. Its package comes without the program
 * and downloads it at first use; that is tried only where there is a display and the download can be reached.
 */
export async function findElectron(): Promise<FoundElectron> {
  if (process.platform === 'linux') {
    if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return { whyNot: 'There is no display for the Electron window' };
    if (process.getuid?.() === 0) return { whyNot: 'Electron does not run as root' };
  }
  const folder = dirname(fileURLToPath(import.meta.resolve('electron/package.json')));
  const path = installed(folder);
  if (path !== null) return { path };
  if (!(await canDownload(folder))) return { whyNot: 'The Electron program is not installed and cannot be downloaded' };
  console.log('Downloading Electron, once …');
  const { status } = spawnSync(process.execPath, [join(folder, 'install.js')], {
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: DOWNLOAD_MS,
  });
  const downloaded = status === 0 ? installed(folder) : null;
  return downloaded === null ? { whyNot: 'Electron could not be downloaded' } : { path: downloaded };
}

function installed(folder: string): string | null {
  const note = join(folder, 'path.txt');
  const chosen = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (!existsSync(note) && !chosen) return null;
  const name = existsSync(note) ? readFileSync(note, 'utf8').trim() : 'electron';
  const path = join(chosen || join(folder, 'dist'), name);
  return existsSync(path) ? path : null;
}

/** Asks for the list of checksums first: a network that swallows packets would hold up the whole download's time. */
async function canDownload(folder: string): Promise<boolean> {
  // A mirror has addresses of its own; whoever names one means it to be used.
  if (process.env.ELECTRON_MIRROR || process.env.npm_config_electron_mirror) return true;
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  const address = `https://github.com/electron/electron/releases/download/v${version}/SHASUMS256.txt`;
  try {
    const { status } = await fetch(address, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(REACHABLE_MS) });
    return status < 400;
  } catch {
    return false;
  }
}
