import { type Input, type Method, type Output, VIEW_TILE } from '#contract/contract.ts';
import type { GroveClient } from '../../../renderer/client/grove-client.ts';
import { TEST_IMAGE } from '../../renderer/scripted-host.ts';

/** Smooth round cells on a grid, brighter in the first channel. */
function brightness(x: number, y: number): number {
  const distance = Math.hypot((x % 64) - 32, (y % 64) - 32) / (14 + (((x >> 6) * 7 + (y >> 6) * 3) % 9));
  return 1 / (1 + Math.exp(6 * (distance - 1)));
}

/** The scripted host with tiles to look at, cut from a drawn image. */
export function withPixels(client: GroveClient): GroveClient {
  const tile = (at: { readonly column: number; readonly row: number }) => {
    const x0 = at.column * VIEW_TILE;
    const y0 = at.row * VIEW_TILE;
    return { x0, y0, width: Math.min(VIEW_TILE, TEST_IMAGE.width - x0), height: Math.min(VIEW_TILE, TEST_IMAGE.height - y0) };
  };
  return {
    ...client,
    call: async <M extends Method>(method: M, input: Input<M>, options = {}): Promise<Output<M>> => {
      if (method === 'images.tile') {
        const { x0, y0, width, height } = tile(input as Input<'images.tile'>);
        const data = new Uint16Array(2 * width * height);
        for (let i = 0; i < width * height; i++) {
          const value = brightness(x0 + (i % width), y0 + Math.floor(i / width));
          data[i] = 120 + 2000 * value;
          data[width * height + i] = 100 + 1500 * Math.sqrt(value);
        }
        return { width, height, channels: 2, data } as Output<M>;
      }
      if (method === 'prediction.tile') {
        const { x0, y0, width, height } = tile(input as Input<'prediction.tile'>);
        const values = Array.from({ length: width * height }, (_, i) => brightness(x0 + (i % width), y0 + Math.floor(i / width)));
        return {
          width,
          height,
          labels: Uint8Array.from(values, (value) => (value > 0.5 ? 2 : 1)),
          confidence: Uint8Array.from(values, (value) => Math.round(50 + 100 * Math.abs(value - 0.5))),
          probability: Uint8Array.from(values, (value) => Math.round(100 * value)),
        } as Output<M>;
      }
      return client.call(method, input, options);
    },
  };
}
