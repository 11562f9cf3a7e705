/**
 * `npm test`: everything. The checks of `npm run check`, the slow tests, then the end-to-end tests in a real browser (found
 * or installed). The last line counts tests over all stages.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildForBrowser } from '../main/app/build.ts';
import { findBrowser } from './e2e/find-browser.ts';
import { PLAYWRIGHT, STATIC_CHECKS, VITEST } from './static-checks.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const reports = mkdtempSync(join(tmpdir(), 'grove-test-'));

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

function run(name: string, args: readonly string[], env: Record<string, string> = {}): Promise<boolean> {
  console.log(`\n== ${name}`);
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    });
    child.on('close', (code) => resolve(code === 0));
  });
}

function vitestCounts(file: string): Counts {
  const report = JSON.parse(readFileSync(file, 'utf8')) as {
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
  };
  return { passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests };
}

function playwrightCounts(file: string): Counts {
  const { stats } = JSON.parse(readFileSync(file, 'utf8')) as {
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  };
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
}

function vitest(name: string, config: string): [string, string[], string] {
  const file = join(reports, `${name}.json`);
  return [name, [VITEST, 'run', '--config', config, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`], file];
}

// Hosts under test serve the built window.
await buildForBrowser();

const total: Counts = { passed: 0, failed: 0, skipped: 0 };
const failures: string[] = [];

function count(name: string, ok: boolean, read: () => Counts): void {
  if (!ok) failures.push(name);
  try {
    const counts = read();
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
  } catch {
    if (ok) failures.push(`${name} (no report)`);
  }
}

for (const { name, args } of STATIC_CHECKS) if (!(await run(name, args))) failures.push(name);

for (const [name, args, file] of [
  vitest('unit tests', 'tests/vitest.config.ts'),
  vitest('slow tests', 'tests/slow/vitest.config.ts'),
]) {
  count(name, await run(name, args), () => vitestCounts(file));
}

const browserReport = join(reports, 'playwright.json');
const browserOk = await run(
  'end-to-end tests',
  [PLAYWRIGHT, 'test', '--config', 'tests/e2e/playwright.config.ts', '--reporter=list,json'],
  { GROVE_BROWSER: findBrowser(), PLAYWRIGHT_JSON_OUTPUT_FILE: browserReport },
);
count('end-to-end tests', browserOk, () => playwrightCounts(browserReport));

rmSync(reports, { recursive: true, force: true });
if (failures.length > 0) console.log(`\nFailed: ${failures.join(', ')}`);
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
if (failures.length > 0 || total.failed > 0) process.exit(1);
