/** First byte of the linear memory that the module itself does not use; the arena in core/kernels hands out memory from here. */
export function heapBase(): usize {
  return __heap_base;
}
