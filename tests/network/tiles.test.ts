import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FIRST_PLANE } from '#core/model/image.ts';
import { type ComposedNetworks, composeNetworks } from './compose-networks.ts';
import { floats, haveSharedModels, largestDifference, readManifest, sharedModel, words } from './shared-models.ts';
import { writeGrey16 } from './write-grey-16.ts';

describe.skipIf(!haveSharedModels)('a plane larger than the tile', () => {
  let composed: ComposedNetworks;
  beforeAll(() => {
    composed = composeNetworks();
  });
  afterAll(() => composed.close());

  it('gives what the network would give for it as a whole', async () => {
    const vector = readManifest().vectors.find(({ name }) => name === 'semantic_v1_0_0_tiled_130x150')!;
    const [, height, width] = vector.input.shape as [number, number, number, number];
    const path = composed.folder.put('plane.tif', new Uint8Array(0));
    await writeGrey16(path, width, height, words(vector.raw!.file));
    const network = await composed.load(sharedModel(vector.model));
    const image = await composed.image(path);
    const subject = { network, image, plane: FIRST_PLANE, feed: { channels: [0], monochrome: false } };
    const plan = composed.tiles.plan(subject);
    expect(plan.columns.length * plan.rows.length).toBe(9);

    const whole = new Float32Array(height * width * 2);
    for (const row of plan.rows.keys()) {
      for (const column of plan.columns.keys()) {
        const [part] = await composed.tiles.labels(subject, { column, row, layer: 0 }, true);
        const { rect, probabilities, labels, confidence } = part!;
        const pixels = rect.width * rect.height;
        for (let i = 0; i < pixels; i++) {
          const at = (rect.y + Math.floor(i / rect.width)) * width + rect.x + (i % rect.width);
          const [a, b] = [probabilities![i]!, probabilities![pixels + i]!];
          whole[2 * at] = a;
          whole[2 * at + 1] = b;
          expect(labels[i]).toBe(b > a ? 2 : 1);
          expect(confidence[i]).toBe(Math.floor(100 * Math.max(a, b) + 1e-4));
        }
      }
    }
    expect(largestDifference(whole, floats(vector.expected.file))).toBeLessThanOrEqual(1e-6);
  });
});
