/**
 * Expands PackBits (TIFF 6.0 section 9): a signed byte n ≥ 0 is followed by n + 1 bytes as they are, n < 0 by one byte that
 * stands 1 - n times, -128 by nothing. Returns how many bytes of `output` were filled; stops quietly when it is full.
 */
export function expandPackBits(input: Uint8Array, output: Uint8Array): number {
  let at = 0;
  let filled = 0;
  while (at < input.length && filled < output.length) {
    const n = input[at++]!;
    if (n === 128) continue;
    const length = n < 128 ? n + 1 : 257 - n;
    const until = Math.min(output.length, filled + length);
    if (n < 128) {
      const literal = input.subarray(at, at + until - filled);
      output.set(literal, filled);
      filled += literal.length;
      at += length;
    } else {
      if (at === input.length) break;
      output.fill(input[at++]!, filled, until);
      filled = until;
    }
  }
  return filled;
}
