import { deflateSync, zstdCompressSync } from 'node:zlib';

/** TIFF's LZW by the book (TIFF 6.0 section 13), with a table of strings: slow and plain. */
export function lzw(input: Uint8Array): Uint8Array {
  const out: number[] = [];
  let bits = 0;
  let held = 0;
  const put = (code: number, width: number): void => {
    bits = (bits << width) | code;
    held += width;
    while (held >= 8) {
      out.push((bits >>> (held - 8)) & 0xff);
      held -= 8;
    }
    bits &= (1 << held) - 1;
  };
  let table = new Map<string, number>();
  let next = 258;
  const width = (): number => (next < 512 ? 9 : next < 1024 ? 10 : next < 2048 ? 11 : 12);
  const codeOf = (text: string): number => (text.length === 1 ? text.charCodeAt(0) : table.get(text)!);
  put(256, 9);
  let text = '';
  for (const byte of input) {
    const longer = text + String.fromCharCode(byte);
    if (text === '' || table.has(longer)) {
      text = longer;
      continue;
    }
    put(codeOf(text), width());
    table.set(longer, next++);
    if (next === 4095) {
      put(256, 12);
      table = new Map();
      next = 258;
    }
    text = String.fromCharCode(byte);
  }
  if (text !== '') {
    put(codeOf(text), width());
    next++;
  }
  put(257, width());
  if (held > 0) put(0, 8 - held);
  return Uint8Array.from(out);
}

/** PackBits with runs of three and more. */
export function packBits(input: Uint8Array): Uint8Array {
  const out: number[] = [];
  for (let at = 0; at < input.length; ) {
    let run = 1;
    while (run < 128 && input[at + run] === input[at]) run++;
    if (run >= 3) {
      out.push(257 - run, input[at]!);
      at += run;
      continue;
    }
    let end = at;
    while (end < input.length && end - at < 128 && !(input[end] === input[end + 1] && input[end] === input[end + 2])) end++;
    out.push(end - at - 1, ...input.subarray(at, end));
    at = end;
  }
  return Uint8Array.from(out);
}

/** Compressed by TIFF's number of the method. */
export function compress(method: number, bytes: Uint8Array): Uint8Array {
  if (method === 5) return lzw(bytes);
  if (method === 32773) return packBits(bytes);
  if (method === 8 || method === 32946) return deflateSync(bytes);
  if (method === 50000) return zstdCompressSync(bytes);
  return bytes;
}
