/**
 * `npm run check`: types, import rules, lint and unit tests side by side. Prints one line for each that passes and the whole
 * output of each that fails; exits 1 if any failed.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { STATIC_CHECKS, VITEST } from './static-checks.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const CHECKS = [
  ...STATIC_CHECKS,
  {
    name: 'unit tests',
    args: [VITEST, 'run', '--config', 'tests/vitest.config.ts', '--reporter=default'],
    hint: 'Run one file with `npx vitest run --config tests/vitest.config.ts PATH`.',
  },
];

function run(args: readonly string[]): Promise<{ code: number; output: string; seconds: number }> {
  const start = performance.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, FORCE_COLOR: '0' } });
    let output = '';
    child.stdout.on('data', (data) => {
      output += data;
    });
    child.stderr.on('data', (data) => {
      output += data;
    });
    child.on('close', (code) => resolve({ code: code ?? 1, output, seconds: (performance.now() - start) / 1000 }));
  });
}

const results = await Promise.all(
  CHECKS.map(async (check) => {
    const result = await run(check.args);
    if (result.code === 0) {
      const summary = /^\s*Tests\s+(.*)$/m.exec(result.output)?.[1] ?? '';
      console.log(`ok      ${check.name} (${result.seconds.toFixed(1)} s) ${summary}`);
    } else {
      console.log(`FAILED  ${check.name}\n${result.output}\n${check.hint}\n`);
    }
    return result.code === 0;
  }),
);

if (results.includes(false)) process.exit(1);
