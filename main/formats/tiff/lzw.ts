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
  const end = input.length;
  const size = output.length;
  let next = FIRST_FREE;
  let width = 9;
  /** Last string written: its place and length; none after a clear code. */
  let before = -1;
  let beforeLength = 0;
  let filled = 0;
  let bits = 0;
  let available = 0;
  let at = 0;

  while (filled < size) {
    while (available < width) {
      if (at === end) return filled;
      bits = ((bits & 0xffff) << 8) | input[at++]!;
      available += 8;
    }
    available -= width;
    const code = (bits >>> available) & ((1 << width) - 1);

    if (code < CLEAR) {
      if (before >= 0 && next < CODES) {
        start[next] = before;
        lengths[next++] = beforeLength + 1;
      }
      before = filled;
      beforeLength = 1;
      output[filled++] = code;
    } else if (code === CLEAR) {
      next = FIRST_FREE;
      width = 9;
      before = -1;
      continue;
    } else if (code === END) {
      return filled;
    } else {
      if (before < 0) throw new Error('it begins with an undefined code');
      if (next < CODES) {
        // Defined before it is read: the code being read may be the very one that is being completed.
        start[next] = before;
        lengths[next++] = beforeLength + 1;
      }
      if (code >= next) throw new Error(`code ${code} is not defined yet`);
      let from = start[code]!;
      const length = Math.min(lengths[code]!, size - filled);
      before = filled;
      beforeLength = length;
      if (length > 48 && from + length <= filled) {
        output.copyWithin(filled, from, from + length);
        filled += length;
      } else {
        // Byte by byte: a string may overlap what it writes.
        for (const stop = filled + length; filled < stop; ) output[filled++] = output[from++]!;
      }
    }
    if (next >= (1 << width) - 1 && width < 12) width++;
  }
  return filled;
}
