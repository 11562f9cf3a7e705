import type { CrfKernels } from './crf-kernels.ts';
import type { FeatureKernels } from './feature-kernels.ts';
import type { ForestKernels } from './forest-kernels.ts';

/** The kernels' linear memory: what core needs of a WebAssembly.Memory, which it may not name. */
export interface KernelMemory {
  readonly buffer: ArrayBuffer;
  /** Adds pages of 65,536 bytes and returns the number before; the buffer is another one afterwards. */
  grow(pages: number): number;
}

/**
 * What the WebAssembly module exports, one instance per thread. Pointers are byte offsets into `memory`; sizes and strides
 * are in elements unless a name says bytes.
 */
export interface KernelModule extends FeatureKernels, ForestKernels, CrfKernels {
  readonly memory: KernelMemory;
  /** First byte that the module does not use itself. */
  heapBase(): number;
}
