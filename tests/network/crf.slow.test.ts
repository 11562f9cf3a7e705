import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FIRST_PLANE } from '#core/model/image.ts';
import { resultFiles } from '../../main/formats/result-files.ts';
import { createImageSources } from '../../main/services/images/image-sources.ts';
import { networkModel } from '../../main/services/network/network-model.ts';
import { createNetworkRegions } from '../../main/services/network/network-regions.ts';
import type { SegmentingModel } from '../../main/services/prediction/segmenting-model.ts';
import { createCrfRegions } from '../../main/services/refinement/crf-regions.ts';
import { seededRandom } from '../services/cell-images.ts';
import { createNetworkLayers } from './build/network-layers.ts';
import { idOf, writeCzann } from './build/write-czann.ts';
import { type ComposedNetworks, composeNetworks } from './compose-networks.ts';

const WIDTH = 600;
const HEIGHT = 300;
const WHOLE = { x: 0, y: 0, width: WIDTH, height: HEIGHT };

/** A network whose scores of two classes are the two channels of the image. */
function channelsAsScores(folder: string, type: 'SingleClassSemanticSegmentation' | 'MultiClassSemanticSegmentation'): string {
  const layers = createNetworkLayers({ channels: 2, seed: 1 });
  const shape = [32, 32, 2];
  const fields = { Id: idOf(type), Type: type, InputShape: shape, OutputShape: shape, MinOverlap: [0, 0] };
  return writeCzann(join(folder, `${type}.czann`), { ...fields, Classes: ['Ground', 'Disc'] }, layers.onnx(layers.input), []);
}

/** Discs, the second channel, and ground, the first, both so noisy that many pixels are on the wrong side of one half. */
async function writeDiscs(path: string): Promise<void> {
  const area = WIDTH * HEIGHT;
  const random = seededRandom(3);
  const pixels = Uint16Array.from({ length: 2 * area }, (_, i) => {
    const disc = Math.hypot(((i % WIDTH) % 60) - 30, (Math.floor((i % area) / WIDTH) % 60) - 30) < 16;
    return 65_535 * ((disc === i >= area ? 0.6 : 0.4) + 0.6 * (random() - 0.5));
  });
  const writer = await resultFiles.omeTiff({
    ...{
      path,
      scenes: [{ name: 'Scene 1', width: WIDTH, height: HEIGHT }],
      sizeZ: 1,
      sizeT: 1,
      pixelType: 'uint16',
      description: '',
    },
    channels: [
      { name: 'Ground', color: null },
      { name: 'Disc', color: null },
    ],
    ...{ pixelSizeUm: { x: null, y: null, z: null }, coarsen: 'mean' },
  });
  for (let x = 0; x < WIDTH; x += writer.tileEdge) {
    const across = Math.min(writer.tileEdge, WIDTH - x);
    const tile = new Uint16Array(2 * across * HEIGHT);
    for (let row = 0; row < 2 * HEIGHT; row++) tile.set(pixels.subarray(row * WIDTH + x, row * WIDTH + x + across), row * across);
    await writer.write(tile);
  }
  await writer.finish();
}

describe('networks refined by a CRF', () => {
  let composed: ComposedNetworks;
  let folder: string;
  let path: string;
  beforeAll(async () => {
    composed = composeNetworks();
    const spare = composed.folder.put('spare', new Uint8Array(0));
    folder = join(spare, '..');
    path = join(folder, 'discs.ome.tif');
    await writeDiscs(path);
  });
  afterAll(() => composed.close());

  async function models(type: Parameters<typeof channelsAsScores>[1]): Promise<[SegmentingModel, SegmentingModel]> {
    const network = await composed.load(channelsAsScores(folder, type));
    const image = await composed.image(path);
    const sources = createImageSources(composed.pool, { of: async () => null, existing: async () => null });
    const model = networkModel(network, image, { channels: [0, 1], monochrome: false }, createNetworkRegions(composed.tiles));
    const refined = createCrfRegions(composed.pool, sources).refined(model, image, { strength: 50, confidence: 'before' });
    return [model, refined];
  }

  it('keep their own confidence, agree more with their neighbours, and do so in any part', async () => {
    const [plain, refined] = await models('SingleClassSemanticSegmentation');
    const before = await plain.predict(FIRST_PLANE, WHOLE, false, {});
    const after = await refined.predict(FIRST_PLANE, WHOLE, true, {});
    expect(after.confidence).toEqual(before.confidence);
    expect(edges(after.labels)).toBeLessThan(0.5 * edges(before.labels));
    expect(after.labels.every((label) => label > 0)).toBe(true);
    const part = await refined.predict(FIRST_PLANE, { x: 505, y: 200, width: 9, height: 9 }, false, {});
    expect([...part.labels]).toEqual(
      Array.from({ length: 81 }, (_, i) => after.labels[(200 + Math.floor(i / 9)) * WIDTH + 505 + (i % 9)]),
    );
  });

  it('may still give a pixel no class where the network may', async () => {
    const [plain, refined] = await models('MultiClassSemanticSegmentation');
    expect(plain.mayBeNone).toBe(true);
    const before = await plain.predict(FIRST_PLANE, WHOLE, false, {});
    const after = await refined.predict(FIRST_PLANE, WHOLE, true, {});
    expect(before.labels.includes(0)).toBe(true);
    expect(after.labels.includes(0)).toBe(true);
    const area = WIDTH * HEIGHT;
    const classes = after.probabilities!.length / area;
    let most = 0;
    for (let i = 0; i < area; i++) {
      let sum = 0;
      for (let k = 0; k < classes; k++) sum += after.probabilities![k * area + i]!;
      most = Math.max(most, sum);
    }
    expect(most).toBeLessThanOrEqual(1 + 1e-5);
  });
});

/** Pairs of neighbours along a row that have different labels. */
function edges(labels: Uint8Array): number {
  let count = 0;
  for (let i = 1; i < labels.length; i++) if (i % WIDTH !== 0 && labels[i] !== labels[i - 1]) count++;
  return count;
}
