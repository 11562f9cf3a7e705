import type { KernelArena } from './kernel-arena.ts';
import type { KernelModule } from './kernel-module.ts';

/** One thread's kernels with the one arena that divides their memory. */
export interface Kernels {
  readonly wasm: KernelModule;
  readonly arena: KernelArena;
}
