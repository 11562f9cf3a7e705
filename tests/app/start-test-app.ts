import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { GroveBridge } from '#contract/shell.ts';
import { bundlePreload } from '../../main/app/bundle.ts';
import { runApp } from '../../main/app/run-app.ts';
import { createBridgeClient } from '../../renderer/client/bridge-client.ts';
import type { GroveClient } from '../../renderer/client/grove-client.ts';
import { createTestApplication, type TestApplication, until } from '../server/test-application.ts';
import { type BrowserWindow, fake } from './fake-electron.ts';

export interface TestApp {
  readonly application: TestApplication;
  readonly window: BrowserWindow;
  readonly bridge: GroveBridge;
  readonly client: GroveClient;
  readonly folder: string;
  readonly closed: () => boolean;
}

/**
 * The whole Electron application on the fake Electron: the built preload script, the real IPC, dispatch and window client. One
 * per test file, as there is one per process.
 */
export function startTestApp(prepare: (folder: string) => void = () => undefined): TestApp {
  const folder = mkdtempSync(join(tmpdir(), 'grove-app-'));
  const application = createTestApplication();
  let closed = false;
  const use = {
    application: {
      ...application,
      async close() {
        closed = true;
      },
    },
    folder,
    closed: () => closed,
  } as { -readonly [K in keyof TestApp]: TestApp[K] };

  beforeAll(async () => {
    mkdirSync(join(folder, 'renderer'));
    writeFileSync(join(folder, 'renderer/index.html'), '<!doctype html><title>Grove</title>');
    fake.userData = folder;
    prepare(folder);
    await bundlePreload(folder);
    runApp({ distFolder: folder, openApplication: async () => use.application });
    await fake.start();
    await until(() => fake.menu !== null);
    use.window = fake.windows[0]!;
    use.bridge = use.window.webContents.page!.world.grove as GroveBridge;
    use.client = createBridgeClient(use.bridge);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return use;
}
