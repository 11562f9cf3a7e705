const NAMES: Readonly<Record<number, string>> = {
  0: 'none',
  1: 'JPEG',
  2: 'LZW',
  4: 'JPEG XR',
  5: 'zstd',
  6: 'zstd (packed)',
};

/** Compressions that Grove reads by name, others with their number. */
export function compressionName(compression: number): string {
  if (NAMES[compression] !== undefined) return NAMES[compression];
  if (compression >= 100 && compression < 1000) return `camera raw ${compression}`;
  if (compression >= 1000) return `system raw ${compression}`;
  return `method ${compression}`;
}
