/**
 * Undoes Blosc's byte shuffle: `source` has the first bytes of all elements, then the second ones, and so on; bytes behind the last
 * whole element are copied.
 */
export function unshuffleBytes(source: Uint8Array, target: Uint8Array, elementSize: number): void {
  const count = Math.floor(source.length / elementSize);
  if (elementSize === 2) {
    for (let i = 0; i < count; i++) {
      target[2 * i] = source[i]!;
      target[2 * i + 1] = source[count + i]!;
    }
  } else {
    for (let byte = 0; byte < elementSize; byte++) {
      const plane = byte * count;
      for (let i = 0, to = byte; i < count; i++, to += elementSize) target[to] = source[plane + i]!;
    }
  }
  target.set(source.subarray(count * elementSize), count * elementSize);
}

/**
 * Undoes Blosc's bit shuffle: for each byte of an element and each of its bits, lowest first, `source` has that bit of all elements,
 * 8 elements to a byte, lowest bit first. Only for a multiple of 8 elements; other data are stored as they are. Bytes behind the last
 * whole element are copied.
 */
export function unshuffleBits(source: Uint8Array, target: Uint8Array, elementSize: number): void {
  const count = Math.floor(source.length / elementSize);
  if (count % 8 !== 0) {
    target.set(source);
    return;
  }
  const row = count / 8;
  for (let byte = 0; byte < elementSize; byte++) {
    const plane = byte * 8 * row;
    for (let group = 0; group < row; group++) {
      // A square of 8 × 8 bits, in two halves, is transposed (Hacker's Delight, 7-3).
      const at = plane + group;
      let high =
        (source[at + 7 * row]! << 24) | (source[at + 6 * row]! << 16) | (source[at + 5 * row]! << 8) | source[at + 4 * row]!;
      let low = (source[at + 3 * row]! << 24) | (source[at + 2 * row]! << 16) | (source[at + row]! << 8) | source[at]!;
      let swap = (high ^ (high >>> 7)) & 0x00aa00aa;
      high ^= swap ^ (swap << 7);
      swap = (low ^ (low >>> 7)) & 0x00aa00aa;
      low ^= swap ^ (swap << 7);
      swap = (high ^ (high >>> 14)) & 0x0000cccc;
      high ^= swap ^ (swap << 14);
      swap = (low ^ (low >>> 14)) & 0x0000cccc;
      low ^= swap ^ (swap << 14);
      const upper = (high & 0xf0f0f0f0) | ((low >>> 4) & 0x0f0f0f0f);
      const lower = ((high << 4) & 0xf0f0f0f0) | (low & 0x0f0f0f0f);
      let to = group * 8 * elementSize + byte;
      for (let i = 0; i < 4; i++, to += elementSize) target[to] = lower >>> (8 * i);
      for (let i = 0; i < 4; i++, to += elementSize) target[to] = upper >>> (8 * i);
    }
  }
  target.set(source.subarray(count * elementSize), count * elementSize);
}
