import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((path) => path !== '' && existsSync(join(root, path)));
const code = tracked.filter((path) => /\.(ts|tsx|mjs)$/.test(path) && !path.endsWith('.d.ts'));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

describe('the front door', () => {
  it('shows only what the product is made of', () => {
    const allowed = [
      'CHANGELOG.md',
      'CONTRIBUTING.md',
      'LICENSE',
      'README.md',
      'electron-builder.yml',
      'main',
      'native-models',
      'package.json',
      'preload',
      'renderer',
      'resources',
      'tests',
      'tsconfig.json',
    ];
    const top = [...new Set(tracked.map((path) => path.split('/')[0] ?? ''))].filter((name) => !name.startsWith('.'));
    expect(top.filter((name) => !allowed.includes(name))).toEqual([]);
  });
});

describe('files', () => {
  it('stay under 500 lines, or say at their top why not', () => {
    const long = code.filter((path) => {
      const text = read(path);
      return text.split('\n').length > 500 && !/^\/\*\*?[\s\S]{0,600}Longer than 500 lines because/.test(text);
    });
    expect(long).toEqual([]);
  });

  it('have a readable usual length in the product', () => {
    const lengths = code
      .filter((path) => /^(main|preload|renderer)\//.test(path))
      .map((path) => read(path).split('\n').length)
      .sort((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(110);
    expect(lengths[Math.floor(lengths.length * 0.9)]).toBeLessThanOrEqual(300);
  });

  it('do not step around the type checker', () => {
    const wayAround = /@ts-(ignore|nocheck|expect-error)|\bas any\b|: any\b/;
    expect(code.filter((path) => !path.startsWith('tests/architecture/') && wayAround.test(read(path)))).toEqual([]);
  });

  it('name no path of the machine they were written on', () => {
    const texts = tracked.filter(
      (path) => /\.(ts|tsx|mjs|json|md|yml|html|css|py)$/.test(path) && !path.startsWith('tests/architecture/'),
    );
    expect(texts.filter((path) => /\/work\/|\/root\/|\/tmp\/bash/.test(read(path)))).toEqual([]);
  });

  it('have no names that say nothing', () => {
    expect(code.filter((path) => /(^|\/)(utils?|helpers?|manager|misc|common)(\.|\/)/.test(path))).toEqual([]);
  });
});

describe('import rules', () => {
  const binary = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const cruise = (cwd: string, folders: readonly string[]): string => {
    const args = [binary, '--config', 'tests/architecture/import-rules.mjs', '--output-type', 'err', ...folders];
    const done = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
    return done.stdout + done.stderr;
  };

  it('look at the whole product', () => {
    const cruised = Number(/\((\d+) modules/.exec(cruise(root, ['main/core', 'preload']))?.[1] ?? 0);
    expect(cruised).toBeGreaterThan(readdirSync(join(root, 'main/core/model')).length);
  });

  it('catch a kernel that reads files, a kernel that knows the contract and a state that knows React', () => {
    const house = mkdtempSync(join(tmpdir(), 'grove-rules-'));
    const put = (path: string, text: string): void => {
      mkdirSync(dirname(join(house, path)), { recursive: true });
      writeFileSync(join(house, path), text);
    };
    for (const path of ['package.json', 'tsconfig.json', 'tests/architecture/import-rules.mjs']) put(path, read(path));
    put('node_modules/react/package.json', '{ "name": "react", "main": "index.js" }');
    put('node_modules/react/index.js', 'module.exports = {};\n');
    put('preload/contract/contract.ts', 'export const contract = 1;\n');
    put('main/services/handlers.ts', 'export type Handlers = number;\n');
    put(
      'main/core/raster/kernel.ts',
      "import { readFileSync } from 'node:fs';\nimport { contract } from '#contract/contract.ts';\nexport const kernel = [readFileSync, contract];\n",
    );
    put(
      'renderer/state/store.ts',
      "import React from 'react';\nimport type { Handlers } from '../../main/services/handlers.ts';\nexport const store: Handlers[] = [React];\n",
    );
    try {
      const output = cruise(house, ['main', 'preload', 'renderer']);
      expect(output).toContain('core-is-pure: main/core/raster/kernel.ts → fs');
      expect(output).toContain('core-is-pure: main/core/raster/kernel.ts → preload/contract/contract.ts');
      expect(output).toContain('state-knows-no-view: renderer/state/store.ts');
      expect(output).toContain('renderer-stays-light: renderer/state/store.ts → main/services/handlers.ts');
    } finally {
      rmSync(house, { recursive: true, force: true });
    }
  });
});
