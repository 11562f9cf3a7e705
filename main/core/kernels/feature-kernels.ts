/** Exports of main/kernels/features. Each is described where it is written. */
export type FeatureKernels = Record<never, never>;
