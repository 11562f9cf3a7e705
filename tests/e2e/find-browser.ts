/**
 * Finds a Chromium-family browser for the end-to-end tests: an installed one, else the one Playwright downloads, else, as
 * root on Debian, the distribution's package. Prints what it did; returns the path of the executable.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge', 'msedge'];

const WINDOWS_PLACES = [
  'Google/Chrome/Application/chrome.exe',
  'Microsoft/Edge/Application/msedge.exe',
  'Chromium/Application/chrome.exe',
];

const MAC_PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

function installed(): string | undefined {
  const named = process.env.GROVE_BROWSER;
  if (named) {
    if (!existsSync(named)) throw new Error(`GROVE_BROWSER names ${named}, which does not exist.`);
    return named;
  }
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const windows = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((variable) => {
    const base = process.env[variable];
    return base ? WINDOWS_PLACES.map((place) => join(base, place)) : [];
  });
  const candidates = process.platform === 'win32' ? windows : process.platform === 'darwin' ? [...MAC_PLACES, ...onPath] : onPath;
  return candidates.find((path) => existsSync(path));
}

function playwrightOwn(): string | undefined {
  const path = chromium.executablePath();
  return path && existsSync(path) ? path : undefined;
}

function attempt(command: string, args: readonly string[], timeoutMs: number): void {
  console.error(`No browser found; trying: ${command} ${args.join(' ')}`);
  spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], timeout: timeoutMs, shell: process.platform === 'win32' });
}

/** Throws when no browser can be found or installed; the message says what to do. */
export function findBrowser(): string {
  const found = installed() ?? playwrightOwn();
  if (found) return found;
  attempt('npx', ['playwright', 'install', 'chromium'], 180_000);
  const downloaded = playwrightOwn();
  if (downloaded) return downloaded;
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    attempt('apt-get', ['update', '-q'], 180_000);
    attempt('apt-get', ['install', '-y', '-q', 'chromium'], 600_000);
    const packaged = installed();
    if (packaged) return packaged;
  }
  throw new Error(
    'The end-to-end tests need a browser. Install Chromium, Chrome or Edge, or name one in the environment variable GROVE_BROWSER.',
  );
}
