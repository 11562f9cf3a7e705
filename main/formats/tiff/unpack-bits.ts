/**
 * Unpacks unsigned samples of 1 to 16 bits, most significant bit first, rows padded to whole bytes. `target` is a uint8 array
 * up to 8 bits, uint16 above; shape (height, row). One pass.
 */
export function unpackBits(bytes: Uint8Array, bits: number, row: number, height: number, target: Uint8Array | Uint16Array): void {
  const rowBytes = Math.ceil((row * bits) / 8);
  const mask = (1 << bits) - 1;
  let out = 0;
  for (let y = 0; y < height; y++) {
    let at = y * rowBytes;
    let held = 0;
    let available = 0;
    for (let x = 0; x < row; x++) {
      while (available < bits) {
        held = ((held & 0xffff) << 8) | bytes[at++]!;
        available += 8;
      }
      available -= bits;
      target[out++] = (held >>> available) & mask;
    }
  }
}
