/**
 * Decodes an LZ4 block (the raw form, without a frame) into `target`, which it must fill exactly. Format: lz4_Block_format.md of
 * the LZ4 project: sequences of a token (4 bits literals, 4 bits match length − 4), more length bytes while they are 255, literals,
 * a 16-bit distance. Throws Error where the block contradicts itself; nothing outside `target` is touched.
 */
export function decodeLz4Block(source: Uint8Array, target: Uint8Array): void {
  let from = 0;
  let to = 0;
  const end = source.length;
  while (from < end) {
    const token = source[from++]!;
    let literals = token >> 4;
    if (literals === 15) {
      for (let more = 255; more === 255; literals += more) {
        if (from >= end) throw new Error('LZ4 data end within a length');
        more = source[from++]!;
      }
    }
    if (from + literals > end || to + literals > target.length) throw new Error('LZ4 literals run over the end');
    if (literals < 32) for (let i = 0; i < literals; i++) target[to + i] = source[from + i]!;
    else target.set(source.subarray(from, from + literals), to);
    from += literals;
    to += literals;
    // The last sequence has literals only.
    if (from === end) break;
    if (from + 2 > end) throw new Error('LZ4 data end within a distance');
    const distance = source[from]! | (source[from + 1]! << 8);
    from += 2;
    let length = (token & 15) + 4;
    if (length === 19) {
      for (let more = 255; more === 255; length += more) {
        if (from >= end) throw new Error('LZ4 data end within a length');
        more = source[from++]!;
      }
    }
    if (distance === 0 || distance > to || to + length > target.length) throw new Error('an LZ4 match lies outside the data');
    copyMatch(target, to, distance, length);
    to += length;
  }
  if (to !== target.length) throw new Error(`LZ4 data unpack to ${to} bytes instead of ${target.length}`);
}

/** Repeats the `length` bytes that begin `distance` before `to`; they may overlap with what is written. */
export function copyMatch(target: Uint8Array, to: number, distance: number, length: number): void {
  if (distance >= length) {
    if (length < 32) for (let i = 0; i < length; i++) target[to + i] = target[to - distance + i]!;
    else target.copyWithin(to, to - distance, to - distance + length);
  } else if (distance === 1) {
    target.fill(target[to - 1]!, to, to + length);
  } else {
    for (let i = 0; i < length; i++) target[to + i] = target[to + i - distance]!;
  }
}
