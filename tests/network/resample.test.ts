import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FIRST_PLANE } from '#core/model/image.ts';
import { networkModel } from '../../main/services/network/network-model.ts';
import { createNetworkRegions } from '../../main/services/network/network-regions.ts';
import { type ComposedNetworks, composeNetworks } from './compose-networks.ts';
import { haveSharedModels, sharedModel } from './shared-models.ts';
import { writeGrey16 } from './write-grey-16.ts';

const WIDTH = 150;
const HEIGHT = 110;

describe.skipIf(!haveSharedModels)('a network trained at another pixel size', () => {
  let composed: ComposedNetworks;
  beforeAll(() => {
    composed = composeNetworks();
  });
  afterAll(() => composed.close());

  it('sees the image at the size it was trained at, and answers for every pixel of the image', async () => {
    const pixels = Uint16Array.from({ length: 4 * WIDTH * HEIGHT }, (_, i) => (i * 7919 + (i >> 5) * 131) % 65_536);
    const halved = new Uint16Array(WIDTH * HEIGHT);
    for (let y = 0; y < HEIGHT; y++) {
      for (let x = 0; x < WIDTH; x++) {
        const at = 4 * y * WIDTH + 2 * x;
        halved[y * WIDTH + x] = Math.round(
          (pixels[at]! + pixels[at + 1]! + pixels[at + 2 * WIDTH]! + pixels[at + 2 * WIDTH + 1]!) / 4,
        );
      }
    }
    const [fine, coarse] = ['fine.tif', 'coarse.tif'].map((name) => composed.folder.put(name, new Uint8Array(0)));
    await writeGrey16(fine!, 2 * WIDTH, 2 * HEIGHT, pixels);
    await writeGrey16(coarse!, WIDTH, HEIGHT, halved);
    const network = await composed.load(sharedModel('built/semantic_v1_1_0_nonsquare.czann'), { resample: true });
    const trained = network.info.pixelSizeUm!;
    const regions = createNetworkRegions(composed.tiles);
    const labelsOf = async (path: string, factor: number, rect: { x: number; y: number; width: number; height: number }) => {
      const image = await composed.image(path);
      const pixelSizeUm = { x: trained.x * factor, y: trained.y * factor, z: null };
      const known = { ...image, info: { ...image.info, pixelSizeUm } };
      const model = networkModel(network, known, { channels: [0], monochrome: false }, regions);
      return model.predict(FIRST_PLANE, rect, true, {});
    };

    const whole = await labelsOf(coarse!, 1, { x: 0, y: 0, width: WIDTH, height: HEIGHT });
    const rect = { x: 31, y: 17, width: 200, height: 150 };
    const part = await labelsOf(fine!, 0.5, rect);
    const under = (i: number): number => {
      const x = rect.x + (i % rect.width);
      const y = rect.y + Math.floor(i / rect.width);
      return (y >> 1) * WIDTH + (x >> 1);
    };
    const area = rect.width * rect.height;
    const wholeArea = WIDTH * HEIGHT;
    expect(part.labels).toEqual(part.labels.map((_, i) => whole.labels[under(i)]!));
    const expected = part.probabilities!.map((_, i) => whole.probabilities![Math.floor(i / area) * wholeArea + under(i % area)]!);
    expect(part.probabilities).toEqual(expected);
    expect(new Set(expected).size).toBeGreaterThan(1000);
  });
});
