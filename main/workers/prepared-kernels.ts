import type { Kernels } from '#core/kernels/kernels.ts';
import { loadKernels } from '../engines/load-kernels.ts';

let current: { key: string; value: unknown } | null = null;

/**
 * What `make` builds in this thread's kernel memory, kept for as long as the same key is asked for. Another key takes all the
 * memory for itself.
 */
export function prepared<T>(key: string, make: (kernels: Kernels) => T): { kernels: Kernels; value: T } {
  const kernels = loadKernels();
  if (current?.key === key) return { kernels, value: current.value as T };
  current = null;
  kernels.arena.reset();
  const value = make(kernels);
  current = { key, value };
  return { kernels, value };
}
