import { zstdDecompressSync } from 'node:zlib';

const HI_LO_CHUNK = 1;

/**
 * Expands the bitmap of compression 6: a header (its length as varint, then chunks), and a zstd frame. Where the header says so, all
 * low bytes come before all high bytes of the 16-bit samples. Throws Error, with a reason that continues "… cannot be decoded: ".
 */
export function expandZstd1(input: Uint8Array, mostBytes: number): Uint8Array {
  const { length, hiLo } = readHeader(input);
  const packed = expandZstd(input.subarray(length), mostBytes);
  return hiLo ? interleaveBytes(packed) : packed;
}

/** Expands a zstd frame of up to `mostBytes` bytes. */
export function expandZstd(input: Uint8Array, mostBytes: number): Uint8Array {
  try {
    return zstdDecompressSync(input, {
      maxOutputLength: Math.max(1, mostBytes),
      chunkSize: Math.max(64, Math.min(mostBytes, 2 ** 23)),
    });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason';
    const why = code === 'ERR_BUFFER_TOO_LARGE' ? 'it expands to far more than its size' : `zstd failed (${code})`;
    throw new Error(why, { cause });
  }
}

/** Two shapes exist: `01`, and `03 01 xx` whose lowest bit says that high and low bytes are apart. */
function readHeader(input: Uint8Array): { length: number; hiLo: boolean } {
  if (input[0] === 1) return { length: 1, hiLo: false };
  if (input[0] === 3 && input[1] === HI_LO_CHUNK && input.length >= 3) return { length: 3, hiLo: (input[2]! & 1) === 1 };
  throw new Error('its zstd1 header is of an unknown kind');
}

function interleaveBytes(packed: Uint8Array): Uint8Array {
  const half = packed.length >> 1;
  const words = new Uint8Array(2 * half);
  for (let i = 0, to = 0; i < half; i++, to += 2) {
    words[to] = packed[i]!;
    words[to + 1] = packed[half + i]!;
  }
  return words;
}
