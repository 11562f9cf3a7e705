/** Added by the writer to checksums that are stored beside what they are of. */
const MASK = 0xa282ead8;

/** The CRC-32C behind a masked one (rotated right by 15 bits, plus a constant). */
export function unmaskChecksum(masked: number): number {
  const rotated = (masked - MASK) >>> 0;
  return ((rotated >>> 17) | (rotated << 15)) >>> 0;
}

/** The inverse of `unmaskChecksum`. */
export function maskChecksum(checksum: number): number {
  return ((((checksum >>> 15) | (checksum << 17)) >>> 0) + MASK) >>> 0;
}
