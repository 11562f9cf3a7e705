/** Exports of main/kernels/forest. Each is described where it is written. */
export type ForestKernels = Record<never, never>;
