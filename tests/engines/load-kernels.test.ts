import { readFileSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { instantiate, loadKernels } from '../../main/engines/load-kernels.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

test('a thread loads its kernels once', () => {
  const kernels = loadKernels();
  expect(loadKernels()).toBe(kernels);
  expect(kernels.wasm.heapBase()).toBeGreaterThan(0);
});

test('GROVE_KERNELS names another module; where that is missing the message says what to do', async () => {
  vi.resetModules();
  vi.stubEnv('GROVE_KERNELS', '/nowhere/kernels.wasm');
  const fresh = await import('../../main/engines/load-kernels.ts');
  expect(() => fresh.loadKernels()).toThrow(/\/nowhere\/kernels\.wasm; run `npm run build:kernels`/);
});

test('memories of two instances are apart', () => {
  const bytes = readFileSync(new URL('../../main/kernels/build/grove-kernels.wasm', import.meta.url));
  const [a, b] = [instantiate(bytes), instantiate(bytes)];
  const pointer = a.arena.alloc(64);
  b.arena.alloc(64);
  a.arena.uint8(pointer, 1)[0] = 7;
  expect(b.arena.uint8(pointer, 1)[0]).toBe(0);
});
