import type { DecodedJpegXr, JpegXrCodec } from 'jpegxr';

/** A bitmap of tight rows. Colours lie as blue, green, red. */
export interface JpegXrBitmap {
  readonly width: number;
  readonly height: number;
  readonly bytesPerPixel: number;
  readonly data: Uint8Array;
}

const HOOKED = ['uncaughtException', 'unhandledRejection'] as const;

let loading: Promise<JpegXrCodec> | undefined;

/**
 * The decoder, loaded when first needed. It sets up handlers of its own for whatever goes wrong anywhere in the process, which would
 * end the program for a stray rejection; they are taken off again.
 */
function loadCodec(): Promise<JpegXrCodec> {
  loading ??= (async () => {
    const before = new Map(HOOKED.map((event) => [event, process.rawListeners(event)]));
    const { default: makeCodec } = await import('jpegxr');
    const codec = await makeCodec();
    for (const event of HOOKED) {
      for (const listener of process.rawListeners(event)) {
        if (!before.get(event)!.includes(listener)) process.off(event, listener as () => void);
      }
    }
    return codec;
  })();
  return loading;
}

/** True where bytes begin like a JPEG XR file. */
export function isJpegXr(bytes: Uint8Array): boolean {
  return bytes[0] === 0x49 && bytes[1] === 0x49 && bytes[2] === 0xbc;
}

/** Decodes a JPEG XR file. Throws Error, with a reason that continues "… cannot be decoded: "; the next file is decoded all the same. */
export async function decodeJpegXr(input: Uint8Array): Promise<JpegXrBitmap> {
  const codec = await loadCodec();
  let decoded: DecodedJpegXr;
  try {
    decoded = codec.decode(input);
  } catch (cause) {
    throw new Error('its JPEG XR data are broken', { cause });
  }
  const { width, height, pixelInfo, bytes } = decoded;
  const bytesPerPixel = pixelInfo.bitsPerPixel / 8;
  if (pixelInfo.channels >= 3 && !pixelInfo.bgr) swapEnds(bytes, bytesPerPixel, bytesPerPixel / pixelInfo.channels);
  return { width, height, bytesPerPixel, data: bytes };
}

/** Exchanges the first and the third sample of each pixel. */
function swapEnds(bytes: Uint8Array, bytesPerPixel: number, sampleBytes: number): void {
  for (let at = 0; at + bytesPerPixel <= bytes.length; at += bytesPerPixel) {
    for (let i = 0; i < sampleBytes; i++) {
      const first = bytes[at + i]!;
      bytes[at + i] = bytes[at + 2 * sampleBytes + i]!;
      bytes[at + 2 * sampleBytes + i] = first;
    }
  }
}
