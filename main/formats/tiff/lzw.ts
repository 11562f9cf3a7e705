const CLEAR = 256;
const END = 257;
const FIRST_FREE = 258;
const CODES = 4096;

/**
 * Expands TIFF's LZW (TIFF 6.0 section 13): codes of 9 to 12 bits, most significant bit first, widened one code early.
 *
 * A string of the table was always written out when it was defined, together with the character that completes it, so the table
 * holds places in the output: string `code` is `output[start[code] … + length[code]]`. No characters are stored twice.
 *
 * Returns how many bytes of `output` were filled; stops quietly when `output` is full. Throws Error on a code that is not
 * defined yet. One pass over the output.
 */
export function expandLzw(input: Uint8Array, output: Uint8Array): number {
  const start = new Int32Array(CODES);
  const lengths = new Int32Array(CODES);
  const size = output.length;
  const endBit = 8 * input.length;
  let next = FIRST_FREE;
  let width = 9;
  let limit = 511;
  /** Last string written: its place and length; none after a clear code. */
  let before = -1;
  let beforeLength = 0;
  let filled = 0;
  let bit = 0;

  while (filled < size && bit + width <= endBit) {
    const at = bit >>> 3;
    // A code lies within three bytes; those beyond the end count as 0 and do not matter.
    const three = (input[at]! << 16) | (input[at + 1]! << 8) | input[at + 2]!;
    const code = (three >>> (24 - width - (bit & 7))) & ((1 << width) - 1);
    bit += width;

    if (code === CLEAR) {
      next = FIRST_FREE;
      width = 9;
      limit = 511;
      before = -1;
      continue;
    }
    if (code === END) return filled;
    if (before >= 0 && next < CODES) {
      // Defined before it is looked up: the code just read may be the very one that is being completed.
      start[next] = before;
      lengths[next++] = beforeLength + 1;
      if (next === limit && width < 12) {
        width++;
        limit = (1 << width) - 1;
      }
    }
    before = filled;
    if (code < CLEAR) {
      output[filled++] = code;
      beforeLength = 1;
      continue;
    }
    if (code >= next) throw new Error(`code ${code} is not defined yet`);
    let from = start[code]!;
    const stop = filled + lengths[code]!;
    const end = Math.min(stop, size);
    beforeLength = end - filled;
    if (beforeLength > 48 && from + beforeLength <= filled) {
      output.copyWithin(filled, from, from + beforeLength);
      filled = end;
    } else {
      // Byte by byte: a string may overlap what it writes.
      while (filled < end) output[filled++] = output[from++]!;
    }
  }
  return filled;
}
