// The one WebAssembly module of all kernels. One line per file whose functions are exported.
export * from './memory';
export * from './features/folded-filter';
export * from './features/short-filter';
export * from './features/mirror-pair';
export * from './features/sobel-magnitude';
export * from './features/box-filter';
export * from './features/gradient';
export * from './features/eigenvalues';
export * from './features/add-planes';
export * from './features/wave-modulus';
export * from './features/convert-samples';
export { forestCompare } from './forest/compare-thresholds';
export { forestEvaluateTree } from './forest/evaluate-tree';
export { forestWalkTree } from './forest/walk-tree';
export { forestFinishPacket } from './forest/finish-packet';
export { crfPairWeights } from './crf/pair-weights';
export { crfGather, crfGatherPair } from './crf/gather';
export { crfUpdate } from './crf/update-marginals';
