/**
 * The window of Grove under test: real Electron where its program is present, else the local host in a browser. Says which.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as base, _electron as electron, type Page } from '@playwright/test';
import { buildForBrowser, buildForElectron } from '../../main/app/build.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const electronFolder = join(root, 'node_modules/electron');

function electronProgram(): string | null {
  const name = join(electronFolder, 'path.txt');
  if (!existsSync(name)) return null;
  const program = join(electronFolder, 'dist', readFileSync(name, 'utf8').trim());
  const display = process.platform !== 'linux' || process.env.DISPLAY !== undefined || process.env.WAYLAND_DISPLAY !== undefined;
  return existsSync(program) && display ? program : null;
}

/** A running Grove whose data live in a folder of the test. */
export interface GroveUnderTest {
  readonly page: Page;
  /** For projects, images and results of the test. */
  readonly folder: string;
  /** Ends Grove and starts it again over the same data. Returns the new window. */
  restart(): Promise<Page>;
  /** Calls a method of the contract from outside the window; pixels are not carried. Only with the local host. */
  api(method: string, input: object): Promise<unknown>;
}

interface Started {
  readonly page: Page;
  readonly api: GroveUnderTest['api'];
  stop(): Promise<void>;
}

export const test = base.extend<{ grove: GroveUnderTest }>({
  grove: async ({ browser }, use, info) => {
    const folder = mkdtempSync(join(tmpdir(), 'grove-e2e-'));
    const env = { ...process.env, GROVE_DATA: join(folder, 'data') } as Record<string, string>;
    const program = electronProgram();
    info.annotations.push({ type: 'shell', description: program === null ? 'local host in a browser' : 'Electron' });

    const inElectron = async (executablePath: string): Promise<Started> => {
      await buildForElectron();
      const app = await electron.launch({ executablePath, args: [root], env });
      const api = (): Promise<unknown> => Promise.reject(new Error('Electron has no REST door.'));
      return { page: await app.firstWindow(), api, stop: () => app.close() };
    };

    const inBrowser = async (): Promise<Started> => {
      await buildForBrowser();
      const host = spawn(process.execPath, [join(root, 'main/cli/grove.ts'), 'serve'], {
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const url = await firstLine(host);
      const context = await browser.newContext({ viewport: { width: 1440, height: 860 } });
      const page = await context.newPage();
      page.on('pageerror', (error) => console.log(`The page reports: ${error.message}`));
      await page.goto(url);
      const address = new URL(url);
      return {
        page,
        api: async (method, input) => {
          const answer = await fetch(`${address.origin}/api/call/${method}`, {
            method: 'POST',
            headers: { authorization: `Bearer ${address.searchParams.get('token')}`, 'content-type': 'application/json' },
            body: JSON.stringify(input),
          });
          return answer.json();
        },
        stop: async () => {
          await context.close();
          await ended(host);
        },
      };
    };

    const start = (): Promise<Started> => (program === null ? inBrowser() : inElectron(program));
    let running = await start();
    await use({
      get page() {
        return running.page;
      },
      folder,
      api: (method, input) => running.api(method, input),
      restart: async () => {
        await running.stop();
        running = await start();
        return running.page;
      },
    });
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  },
});

export const shell = electronProgram() === null ? 'the local host in a browser (no Electron program here)' : 'Electron';

function firstLine(host: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    host.stdout?.once('data', (data) => resolve(String(data).trim()));
    host.once('exit', () => reject(new Error('The host ended before it listened.')));
  });
}

function ended(host: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    host.once('exit', () => resolve());
    host.kill('SIGTERM');
  });
}
