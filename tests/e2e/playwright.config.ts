import { defineConfig } from '@playwright/test';
import { BROWSER_FLAGS } from './browser-flags.ts';
import { findBrowser } from './find-browser.ts';

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results',
  // One at a time: each starts a host of its own, and drawing by the CPU takes every core.
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  use: {
    viewport: { width: 1440, height: 860 },
    launchOptions: { executablePath: findBrowser(), args: [...BROWSER_FLAGS] },
    trace: 'retain-on-failure',
  },
});
