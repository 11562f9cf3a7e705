import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const EXCLUDE = ['tests/e2e/**', 'tests/slow/**', 'tests/**/*.slow.test.ts', 'node_modules/**'];

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    testTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      // Files share a process: starting one for each would take longer than the tests.
      {
        extends: true,
        test: { name: 'unit', include: ['tests/**/*.test.{ts,tsx}'], exclude: [...EXCLUDE, 'tests/app/**'], isolate: false },
      },
      // These replace the module electron, for themselves alone.
      { extends: true, test: { name: 'app', include: ['tests/app/**/*.test.ts'], isolate: true } },
    ],
  },
});
