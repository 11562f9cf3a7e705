import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Tests that take long by their nature: crashes by the hundred, large images, programs started again and again, statistics over many seeds. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['tests/slow/**/*.test.ts', 'tests/**/*.slow.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 1,
    fileParallelism: false,
  },
});
