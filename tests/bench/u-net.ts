import { createNetworkLayers, type Layer } from '../network/build/network-layers.ts';
import { idOf, writeCzann } from '../network/build/write-czann.ts';

export interface UNet {
  /** Of the first level; each further one has twice as many. */
  readonly channels: number;
  readonly levels: number;
  readonly tile: number;
  /** Per side. */
  readonly border: number;
}

/** Writes a U-Net with seeded weights, two classes and two convolutions of 3 × 3 per level, as PATH.czann. */
export function writeUNet(path: string, { channels, levels, tile, border }: UNet): { czann: string } {
  const shape = [tile, tile];
  const n = createNetworkLayers({ channels: 1, seed: 1, extents: shape });
  const twice = (from: Layer, to: number): Layer => n.relu(n.conv(n.relu(n.conv(from, to)), to));
  const downward: Layer[] = [];
  let at = twice(n.input, channels);
  for (let level = 1; level < levels; level++) {
    downward.push(at);
    at = twice(n.maxPool(at), channels * 2 ** level);
  }
  for (const beside of downward.reverse()) at = twice(n.concat(n.upConv(at, beside.channels), beside), beside.channels);
  const bytes = n.onnx(n.softmax(n.conv(at, 2, 1)));
  const fields = {
    ...{ Id: idOf(path), Type: 'SingleClassSemanticSegmentation', InputShape: [tile, tile, 1], OutputShape: [tile, tile, 2] },
    ...{ MinOverlap: [2 * border, 2 * border], Classes: ['Background', 'Nuclei'], ModelName: 'U-Net' },
  };
  return { czann: writeCzann(`${path}.czann`, fields, bytes) };
}
