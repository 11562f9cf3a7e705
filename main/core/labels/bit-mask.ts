/** Bytes of one row of a bit mask: each row is padded to whole bytes, the least significant bit comes first. */
export function maskRowBytes(width: number): number {
  return (width + 7) >> 3;
}

export function maskBit(mask: Uint8Array, rowBytes: number, x: number, y: number): boolean {
  return ((mask[y * rowBytes + (x >> 3)]! >> (x & 7)) & 1) === 1;
}

export function setMaskBit(mask: Uint8Array, rowBytes: number, x: number, y: number): void {
  mask[y * rowBytes + (x >> 3)]! |= 1 << (x & 7);
}
