import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readOnnxModel } from '../../main/formats/onnx/onnx-graph.ts';
import { reachOf } from '../../main/formats/onnx/reach.ts';
import { createNetworkRegions } from '../../main/services/network/network-regions.ts';
import type { NetworkSubject } from '../../main/services/network/network-tiles.ts';
import { seededNumbers } from '../formats/seeded-numbers.ts';
import { writeStack } from '../services/stack-images.ts';
import { createNetworkLayers, type NetworkLayers } from './build/network-layers.ts';
import { untiled } from './build/untiled.ts';
import { idOf, writeCzann } from './build/write-czann.ts';
import { type ComposedNetworks, composeNetworks } from './compose-networks.ts';
import { largestDifference } from './shared-models.ts';

interface Case {
  readonly name: string;
  readonly channels: number;
  readonly build: (layers: NetworkLayers) => Uint8Array;
  /** (z,) y, x */
  readonly tile: readonly number[];
  /** What an answer depends on, per side. */
  readonly border: readonly number[];
  readonly outputs: number;
  /** 1 for segmentation, 2 for super-resolution. */
  readonly scale: 1 | 2;
  /** depth, height, width */
  readonly sizes: readonly (readonly [number, number, number])[];
}

/** Kernels of 5 and 3: three pixels per side. */
const plain = (n: NetworkLayers): Uint8Array => n.onnx(n.softmax(n.conv(n.relu(n.conv(n.input, 6, 5)), 3)));

/** Two levels below the first; kernels of 3 at each reach 1 + 2 + 4 + 2 + 1 pixels, and cells of 4 add up to 3. */
function smallUNet(n: NetworkLayers): Uint8Array {
  const top = n.relu(n.conv(n.input, 4));
  const middle = n.relu(n.conv(n.maxPool(top), 6));
  const low = n.relu(n.conv(n.averagePool(middle), 8));
  const up = n.relu(n.conv(n.concat(n.upConv(low, 6), middle), 6));
  return n.onnx(n.softmax(n.conv(n.concat(n.upNearest(up), top), 2)));
}

/** A kernel of 5 before the pixels are doubled and one of 3 behind: 2 + 1. */
const doubling = (n: NetworkLayers): Uint8Array => n.onnx(n.conv(n.upConv(n.relu(n.conv(n.input, 4, 5)), 4), 1));

const stack = (n: NetworkLayers): Uint8Array => n.onnx(n.sigmoid(n.conv(n.relu(n.conv(n.input, 3)), 2)));

const cases: readonly Case[] = [
  {
    ...{ name: 'convolutions', channels: 1, build: plain, tile: [32, 32], border: [3, 3], outputs: 3, scale: 1 },
    sizes: [
      [1, 17, 20],
      [1, 32, 32],
      [1, 33, 34],
      [1, 63, 32],
      [1, 131, 257],
      [1, 20, 90],
      [1, 1, 75],
      [1, 75, 1],
    ],
  },
  {
    ...{ name: 'tiles that are not square, two channels', channels: 2, build: plain, tile: [24, 40], border: [3, 5], outputs: 3 },
    ...{
      scale: 1,
      sizes: [
        [1, 40, 24],
        [1, 24, 40],
        [1, 25, 41],
        [1, 150, 199],
        [2, 61, 45],
      ],
    },
  },
  {
    // Tiles start at multiples of the coarsest cell where the borders take up nothing: 96 + 32 · n.
    ...{ name: 'a small U-Net', channels: 1, build: smallUNet, tile: [64, 64], border: [16, 16], outputs: 2, scale: 1 },
    sizes: [
      [1, 64, 64],
      [1, 50, 64],
      [1, 96, 128],
      [1, 224, 192],
      [1, 30, 256],
    ],
  },
  {
    ...{ name: 'super-resolution × 2', channels: 1, build: doubling, tile: [32, 24], border: [3, 3], outputs: 1, scale: 2 },
    sizes: [
      [1, 15, 19],
      [1, 32, 24],
      [1, 33, 25],
      [1, 101, 133],
    ],
  },
  {
    ...{ name: 'stacks', channels: 1, build: stack, tile: [6, 20, 24], border: [2, 2, 2], outputs: 2, scale: 1 },
    sizes: [
      [4, 20, 24],
      [6, 12, 30],
      [7, 21, 25],
      [13, 45, 51],
    ],
  },
];

let composed: ComposedNetworks;
beforeAll(() => {
  composed = composeNetworks();
});
afterAll(() => composed.close());

/** The network on an image of noise, and what it gives for it in one run. */
async function prepared(one: Case, [depth, height, width]: readonly [number, number, number]) {
  const axes = one.tile.length === 3 ? 3 : 2;
  const bytes = one.build(createNetworkLayers({ channels: one.channels, seed: 11, axes }));
  const path = join(composed.folder.path, `${one.name}.czann`);
  const last = one.tile.map((extent, i) => (axes === 3 && i === 0 ? extent : extent * one.scale));
  const fields = {
    ...{ Id: idOf(one.name), Type: one.scale === 2 ? 'Regression' : 'MultiClassSemanticSegmentation' },
    ...{ InputShape: [...one.tile, one.channels], OutputShape: [...last, one.outputs], MinOverlap: one.border.map((b) => 2 * b) },
    ...(one.scale === 1 && { Classes: Array.from({ length: one.outputs }, (_, k) => `Class ${k}`) }),
  };
  const network = await composed.load(writeCzann(path, fields, bytes));
  const random = seededNumbers(height * 1000 + width);
  const noise = Uint16Array.from({ length: depth * one.channels * height * width }, () => 65_536 * random());
  const value = (z: number, channel: number, y: number, x: number): number =>
    noise[((z * one.channels + channel) * height + y) * width + x]!;
  const imagePath = join(composed.folder.path, `${one.name} ${depth} ${height} ${width}.ome.tif`);
  const shape = { scenes: [{ name: 'A', width, height }], sizeZ: depth, sizeT: 1, pixelType: 'uint16' as const };
  const channels = Array.from({ length: one.channels }, (_, k) => ({ name: `C${k}`, color: null }));
  await writeStack(imagePath, { ...shape, channels }, ({ z }, channel, x, y) => value(z, channel, y, x));
  const feed = { channels: channels.map((_, k) => k), monochrome: false };
  const image = await composed.image(imagePath);
  const subjects = Array.from({ length: depth }, (_, z): NetworkSubject => {
    return { network, image, plane: { scene: 0, z, t: 0 }, feed };
  });
  const at = (z: number, y: number, x: number, channel: number): number => value(z, channel, y, x) / 65_535;
  const [x, y, z] = [...one.tile].reverse();
  const samples = { depth, height, width, channels: one.channels, at };
  const expected = await untiled(bytes, samples, { z: z ?? null, y: y!, x: x! }, one.scale);
  return { subjects, expected, width: width * one.scale, height: height * one.scale };
}

describe('a border that is too small', () => {
  // 88 = 2 · 30 + 28: no spare pixels that would widen the borders.
  it('shows, so that what follows means something', async () => {
    const { subjects, expected, width, height } = await prepared({ ...cases[0]!, border: [2, 2] }, [1, 88, 88]);
    const whole = { x: 0, y: 0, width, height };
    const { probabilities } = await createNetworkRegions(composed.tiles).labels(subjects[0]!, whole, true);
    expect(largestDifference(probabilities!, expected)).toBeGreaterThan(1e-4);
  });

  it.each(cases)('is never what is estimated for $name', (one) => {
    const axes = one.tile.length === 3 ? 3 : 2;
    const { graph } = readOnnxModel(one.build(createNetworkLayers({ channels: one.channels, seed: 11, axes })));
    expect(reachOf(graph)).toBeGreaterThanOrEqual(one.scale === 2 ? 3 : one.name.includes('U-Net') ? 13 : one.border[0]!);
  });
});

describe.each(cases)('$name: tiles give what the network gives for the whole', (one) => {
  it.each(one.sizes)('%i × %i × %i', async (...size) => {
    const { subjects, expected, width, height } = await prepared(one, size);
    const regions = createNetworkRegions(composed.tiles);
    const perPlane = one.outputs * width * height;
    const whole = { x: 0, y: 0, width, height };
    const random = seededNumbers(5);
    for (const [z, subject] of subjects.entries()) {
      const wanted = expected.subarray(z * perPlane, (z + 1) * perPlane);
      const answer =
        one.scale === 2 ? await regions.pixels(subject, whole) : (await regions.labels(subject, whole, true)).probabilities!;
      expect(largestDifference(answer, wanted)).toBeLessThanOrEqual(1e-6);

      const labels = one.scale === 1 ? await regions.labels(subject, whole, false) : null;
      for (let i = 0; i < 6; i++) {
        const left = Math.floor(random() * width);
        const top = Math.floor(random() * height);
        const across = 1 + Math.floor(random() * (width - left));
        const rect = { x: left, y: top, width: across, height: 1 + Math.floor(random() * (height - top)) };
        const cut = <T extends Uint8Array | Float32Array>(from: T, layers: number): number[] => {
          const values: number[] = [];
          for (let k = 0; k < layers; k++) {
            for (let y = rect.y; y < rect.y + rect.height; y++) {
              const line = (k * height + y) * width + rect.x;
              values.push(...from.subarray(line, line + rect.width));
            }
          }
          return values;
        };
        if (labels === null) {
          expect([...(await regions.pixels(subject, rect))]).toEqual(cut(answer, one.outputs));
          continue;
        }
        const part = await regions.labels(subject, rect, false);
        expect([...part.labels]).toEqual(cut(labels.labels, 1));
        expect([...part.confidence]).toEqual(cut(labels.confidence, 1));
        expect([...(await regions.labels(subject, rect, true)).probabilities!]).toEqual(cut(answer, one.outputs));
      }
    }
  });
});
