import { copyMatch } from './lz4-block.ts';

/** Matches farther than this carry 16 bits of distance more. */
const FAR = 8191;

/**
 * Decodes BloscLZ (format of c-blosc 1.x, after FastLZ level 2) into `target`, which it must fill exactly. A control byte below 32
 * is followed by that many + 1 literals; else its upper 3 bits + 2 are the length of a match, more length bytes follow a 7 while they
 * are 255, and its lower 5 bits with the next byte are the distance − 1. Throws Error where the data contradict themselves.
 */
export function decodeBloscLz(source: Uint8Array, target: Uint8Array): void {
  const end = source.length;
  let from = 0;
  let to = 0;
  const next = (): number => {
    if (from >= end) throw new Error('BloscLZ data end too early');
    return source[from++]!;
  };
  let first = true;
  while (from < end) {
    // The first one is always literals; its upper bits tell the level.
    const control = first ? next() & 31 : next();
    first = false;
    if (control < 32) {
      const literals = control + 1;
      if (from + literals > end || to + literals > target.length) throw new Error('BloscLZ literals run over the end');
      for (let i = 0; i < literals; i++) target[to + i] = source[from + i]!;
      from += literals;
      to += literals;
      continue;
    }
    let length = (control >> 5) - 1;
    if (length === 6) {
      for (let more = 255; more === 255; length += more) more = next();
    }
    let distance = (control & 31) * 256 + next();
    if (distance === FAR) distance = next() * 256 + next() + FAR;
    distance += 1;
    length += 3;
    if (distance > to || to + length > target.length) throw new Error('a BloscLZ match lies outside the data');
    copyMatch(target, to, distance, length);
    to += length;
  }
  if (to !== target.length) throw new Error(`BloscLZ data unpack to ${to} bytes instead of ${target.length}`);
}
