export function runCzann(
  path: string,
  input: Float32Array,
  shape: readonly number[],
): Promise<{ data: Float32Array; shape: readonly number[] }>;
