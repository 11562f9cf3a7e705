import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleMain, bundlePreload } from '../../main/app/bundle.ts';

// Below node_modules, where the packages with native code are found.
const folder = fileURLToPath(new URL('../../node_modules/.cache/grove-bundle-test', import.meta.url));
const main = join(folder, 'main');

beforeAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'renderer'), { recursive: true });
  writeFileSync(join(folder, 'renderer/index.html'), '<!doctype html><title>Grove</title>');
  await Promise.all([bundleMain(main), bundlePreload(folder)]);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the bundle of the main process', () => {
  it('has entry, threads and kernels side by side', () => {
    expect(readdirSync(main)).toEqual(expect.arrayContaining(['index.js', 'compute.worker.js', 'grove-kernels.wasm']));
  });

  it('imports nothing but Node, Electron and the packages with native code', () => {
    const imported = readdirSync(main)
      .filter((name) => name.endsWith('.js'))
      .flatMap((name) => [...readFileSync(join(main, name), 'utf8').matchAll(/^(?:import|export)\b[^;'"]*?['"]([^'"]+)['"]/gm)])
      .map((match) => match[1]!)
      .filter((name) => !name.startsWith('.') && !name.startsWith('node:') && !builtinModules.includes(name));
    expect([...new Set(imported)].filter((name) => !/^(electron|better-sqlite3|sharp|onnxruntime-node)$/.test(name))).toEqual([]);
    expect(imported).toContain('electron');
  });

  it('opens the sample project, trains and predicts with its own threads and kernels, and quits', () => {
    const script = fileURLToPath(new URL('run-bundle.ts', import.meta.url));
    const env = { ...process.env, GROVE_DATA: join(folder, 'data') };
    const { stdout, stderr, status } = spawnSync(process.execPath, [script, folder], { encoding: 'utf8', env });
    expect(status, stderr).toBe(0);
    const seen = JSON.parse(stdout.trim().split('\n').at(-1)!);
    expect(seen).toMatchObject({ host: 'electron', images: 2, tile: [256, 256, 65_536], trees: 25, dialogs: [], exitCode: 0 });
    expect(seen.labels.length).toBeGreaterThan(0);
  });
});
