// The one WebAssembly module of all kernels. One line per file whose functions are exported.
export * from './memory';
