import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNetworkRunner } from '../../main/engines/network/network-runner.ts';
import { readModelPackage } from '../../main/formats/model-package/read-model-package.ts';
import type { NetworkRunner } from '../../main/services/ports.ts';
import {
  floats,
  haveSharedModels,
  inSharedMemory,
  largestDifference,
  modelFolder,
  readManifest,
  sharedModel,
} from './shared-models.ts';

const product = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

describe.skipIf(!haveSharedModels)('networks against recorded answers', () => {
  const manifest = haveSharedModels ? readManifest() : { vectors: [], real: { absTolerance: 0, cases: [] } };
  const folder = modelFolder();
  let runner: NetworkRunner;
  beforeAll(() => {
    runner = createNetworkRunner();
  });
  afterAll(async () => {
    await runner.close();
    folder.remove();
  });

  async function loaded(model: string) {
    const { network } = await readModelPackage(sharedModel(model));
    return { key: model, path: folder.put(model.replaceAll('/', '-'), network.bytes), provider: 'cpu' as const };
  }

  const whole = manifest.vectors.filter(({ name, input }) => !name.includes('tiled') && input.placement === undefined);
  it.each(whole)('$name', async ({ model, input, expected, absTolerance }) => {
    const output = new Float32Array(new SharedArrayBuffer(4 * product(expected.shape)));
    const run = await runner.run(await loaded(model), inSharedMemory(floats(input.file)), input.shape, output);
    expect(run.shape).toEqual(expected.shape);
    expect(run.provider).toBe('cpu');
    expect(largestDifference(output, floats(expected.file))).toBeLessThanOrEqual(absTolerance);
  });

  it.each(manifest.real.cases)('$model', async ({ model, modulus, tile, scaleInput, outputDims, points }) => {
    const [height, width] = tile;
    const full = scaleInput.startsWith('raw') ? 1 : 65_535;
    const input = new Float32Array(new SharedArrayBuffer(4 * height * width));
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) input[y * width + x] = ((x * 73 + y * 151 + ((x * y) % 97) * 211) % modulus) / full;
    }
    const output = new Float32Array(new SharedArrayBuffer(4 * product(outputDims)));
    await runner.run(await loaded(model), input, [1, height, width, 1], output);
    const outputs = outputDims.at(-1)!;
    const wrong = points.filter(([y, x, ...values]) => {
      const at = (y! * width + x!) * outputs;
      return values.some((value, k) => Math.abs(output[at + k]! - value) > manifest.real.absTolerance);
    });
    expect(wrong).toEqual([]);
  });
});
