import sharp from 'sharp';

// Files change under the same name, and the worker pool brings the threads.
sharp.cache(false);
sharp.concurrency(1);

export interface SharpPixels {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  /** Interleaved samples as bytes, shape (height, width, channels), little-endian. */
  readonly data: Uint8Array<ArrayBuffer>;
}

export interface SharpRequest {
  /** 1 = grey, 3 = red, green, blue. */
  readonly channels: 1 | 3;
  /** 16 bits per sample instead of 8. */
  readonly deep: boolean;
  readonly page?: number;
}

/**
 * Decodes a whole image, pixels as stored: no colour profile applied, no turning, alpha left out. Throws Error where the data
 * are broken or end early; never returns a partly decoded image.
 */
export async function decodeWithSharp(input: Buffer, { channels, deep, page }: SharpRequest): Promise<SharpPixels> {
  const space = deep ? (channels === 1 ? 'grey16' : 'rgb16') : channels === 1 ? 'b-w' : 'srgb';
  const options = { failOn: 'error', limitInputPixels: false, ignoreIcc: true, sequentialRead: true } as const;
  const { data, info } = await sharp(input, page === undefined ? options : { ...options, page })
    .removeAlpha()
    .toColourspace(space)
    .raw({ depth: deep ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const bytes =
    data.buffer instanceof ArrayBuffer ? new Uint8Array(data.buffer, data.byteOffset, data.length) : Uint8Array.from(data);
  return { width: info.width, height: info.height, channels: info.channels, data: bytes };
}
