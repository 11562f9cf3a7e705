import { BufferImageSource } from 'pixi.js';
import type { PixelBlock } from '#core/model/image.ts';

/** The samples of a tile on the graphics card, its channels one above the other. */
export interface TileTexture {
  /** Each holds `channelsPerTexture` channels, the last one what is left. */
  readonly sources: readonly BufferImageSource[];
  readonly samples: 'uint' | 'float';
  readonly bytes: number;
  destroy(): void;
}

/** Channels of VIEW_TILE-high tiles that fit into one texture. */
export function channelsPerTexture(maxTextureEdge: number, tileEdge: number): number {
  return Math.max(1, Math.floor(maxTextureEdge / tileEdge));
}

/**
 * Unsigned 8- and 16-bit samples go to integer textures as they are; other types become 32-bit floats, which hold integers up
 * to 2^24 exactly. WebGL 2 offers both without extensions, because the shaders fetch texels and never filter.
 */
export function createTileTexture(block: PixelBlock, perTexture: number): TileTexture {
  const { width, height, channels, data } = block;
  const plain = data instanceof Uint8Array || data instanceof Uint16Array || data instanceof Float32Array;
  const pixels = plain ? data : Float32Array.from(data);
  const format = pixels instanceof Uint8Array ? 'r8uint' : pixels instanceof Uint16Array ? 'r16uint' : 'r32float';
  const sources: BufferImageSource[] = [];
  for (let first = 0; first < channels; first += perTexture) {
    const count = Math.min(perTexture, channels - first);
    sources.push(
      new BufferImageSource({
        resource: pixels.subarray(first * width * height, (first + count) * width * height),
        width,
        height: height * count,
        format,
        alphaMode: 'no-premultiply-alpha',
        scaleMode: 'nearest',
      }),
    );
  }
  return {
    sources,
    samples: format === 'r32float' ? 'float' : 'uint',
    bytes: pixels.byteLength,
    destroy: () => {
      for (const source of sources) source.destroy();
    },
  };
}
