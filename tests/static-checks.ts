import { fileURLToPath } from 'node:url';

const installed = (path: string): string => fileURLToPath(new URL(`../node_modules/${path}`, import.meta.url));

export const VITEST = installed('vitest/vitest.mjs');
export const PLAYWRIGHT = installed('@playwright/test/cli.js');

/** What can be said of the code without running it: arguments for Node, and what to do when one fails. */
export const STATIC_CHECKS: readonly { readonly name: string; readonly args: readonly string[]; readonly hint: string }[] = [
  { name: 'types', args: [installed('typescript/bin/tsc'), '-b'], hint: 'Fix the types; `npx tsc -b` shows them again.' },
  {
    name: 'import rules',
    args: [
      installed('dependency-cruiser/bin/dependency-cruise.mjs'),
      '--config',
      'tests/architecture/import-rules.mjs',
      'main',
      'preload',
      'renderer',
    ],
    hint: 'tests/architecture/import-rules.mjs says for each rule what to do instead.',
  },
  {
    name: 'lint and format',
    args: [
      installed('@biomejs/biome/bin/biome'),
      'check',
      '--config-path',
      'tests/architecture/lint.json',
      '--error-on-warnings',
    ],
    hint: '`npm run fix` mends format and import order.',
  },
];
