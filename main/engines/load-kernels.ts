import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { KernelArena } from '#core/kernels/kernel-arena.ts';
import type { KernelModule } from '#core/kernels/kernel-module.ts';
import type { Kernels } from '#core/kernels/kernels.ts';
import { GroveError } from '#core/model/error.ts';

/** Node has WebAssembly as a global, but its types describe it only together with the DOM's. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { readonly exports: unknown };
};

/** Where the compiled module may lie: beside the sources, or beside the bundle that holds this file. */
const PLACES = ['../kernels/build/grove-kernels.wasm', './grove-kernels.wasm'];

let loaded: Kernels | undefined;

/**
 * The kernels of this thread, compiled at the first call (about 10 ms) and kept. The environment variable GROVE_KERNELS may
 * name another file. Throws GroveError 'not-found' where the module has not been built.
 */
export function loadKernels(): Kernels {
  loaded ??= instantiate(readFileSync(kernelFile()));
  return loaded;
}

/** Kernels with a memory of their own, for work that takes turns with other work without spoiling what that has prepared. */
export function separateKernels(): Kernels {
  return instantiate(readFileSync(kernelFile()));
}

/** Kernels with a memory of their own. */
export function instantiate(bytes: Uint8Array): Kernels {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  const wasm = exports as KernelModule;
  return { wasm, arena: new KernelArena(wasm.memory, wasm.heapBase()) };
}

function kernelFile(): string {
  const chosen = process.env.GROVE_KERNELS;
  const places = chosen ? [chosen] : PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  const file = places.find((place) => existsSync(place));
  if (file === undefined) {
    throw new GroveError('not-found', `The compute kernels are missing at ${places[0]}; run \`npm run build:kernels\`.`, {
      file: places[0]!,
    });
  }
  return file;
}
