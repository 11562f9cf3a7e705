import { zstdCompressSync } from 'node:zlib';
import sharp from 'sharp';
import { lzw } from '../compress-for-test.ts';
import { type BlockSpec, Compression } from './block-spec.ts';

/** The bitmap of a block as it is stored. JPEG XR has no encoder here: such blocks bring their payload. */
export async function encodePayload(block: BlockSpec): Promise<Uint8Array> {
  const { data, compression } = block;
  if (block.encoded === true) return data;
  switch (compression) {
    case Compression.none:
      return data;
    case Compression.jpeg:
      return encodeJpeg(block);
    case Compression.lzw:
      return lzw(data);
    case Compression.zstd0:
      return zstdCompressSync(data);
    case Compression.zstd1: {
      const header = block.hiLo === undefined ? [1] : [3, 1, block.hiLo ? 1 : 0];
      return Buffer.concat([Uint8Array.from(header), zstdCompressSync(block.hiLo === true ? apart(data) : data)]);
    }
    default:
      throw new Error(`The writer does not know compression ${compression}.`);
  }
}

/** All low bytes, then all high bytes. */
function apart(data: Uint8Array): Uint8Array {
  const half = data.length / 2;
  return Uint8Array.from(data, (_, i) => (i < half ? data[2 * i]! : data[2 * (i - half) + 1]!));
}

async function encodeJpeg({
  data,
  width,
  height,
  storedWidth = width,
  storedHeight = height,
  pixelType,
}: BlockSpec): Promise<Uint8Array> {
  const channels = pixelType === 3 ? 3 : 1;
  const pixels = channels === 3 ? data.map((_, i) => data[i - (i % 3) + 2 - (i % 3)]!) : data;
  const raw = { width: storedWidth, height: storedHeight, channels } as const;
  return sharp(pixels, { raw }).jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer();
}
