import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readOnnxModel } from '../../../main/formats/onnx/onnx-graph.ts';
import { type ConvertedNetwork, convertSavedModel } from '../../../main/formats/saved-model/convert-saved-model.ts';
import { floats, haveSharedModels, largestDifference, readManifest, SHARED_MODELS } from '../../network/shared-models.ts';
import { runOnnx } from './run-onnx.ts';

const FOLDER = join(SHARED_MODELS, 'real/i2k_2022_zeiss/saved_tf2_model_output');
const NAMED = { path: FOLDER, name: 'saved_tf2_model_output' };

function convert(): ConvertedNetwork {
  return convertSavedModel(NAMED, { read: (name) => (existsSync(join(FOLDER, name)) ? readFileSync(join(FOLDER, name)) : null) });
}

describe.skipIf(!haveSharedModels)('the published SavedModel', () => {
  let converted: ConvertedNetwork;
  beforeAll(() => {
    converted = convert();
  });

  it('answers as recorded', async () => {
    const { input, expected } = readManifest().vectors.find(({ name }) => name === 'savedmodel')!;
    const [height, width] = input.shape as [number, number];
    const patch = floats(input.file);
    const tile = new Float32Array(512 * 512);
    for (let y = 0; y < height; y++) tile.set(patch.subarray(y * width, (y + 1) * width), y * 512);
    const { data, shape } = await runOnnx(converted.onnx, tile, [1, 512, 512, 1]);
    expect(shape).toEqual([1, 512, 512, 2]);
    const [rows, columns] = expected.shape as [number, number];
    const corner = new Float32Array(rows * columns * 2);
    for (let y = 0; y < rows; y++) corner.set(data.subarray(y * 512 * 2, y * 512 * 2 + columns * 2), y * columns * 2);
    expect(largestDifference(corner, floats(expected.file))).toBeLessThanOrEqual(1e-6);
  });

  it('becomes two convolutions and a softmax, with two transposes', () => {
    const { graph, opsets } = readOnnxModel(converted.onnx);
    expect(graph.nodes.map(({ op }) => op)).toEqual(['Transpose', 'Conv', 'Conv', 'Transpose', 'Softmax']);
    expect(opsets.get('')).toBe(12);
  });

  it('keeps names and extents of the signature', () => {
    expect(converted.inputs).toEqual([{ name: 'conv2d_input', type: 'float', shape: ['batch', 512, 512, 1] }]);
    expect(converted.outputs).toEqual([{ name: 'conv2d_1', type: 'float', shape: ['batch', 512, 512, 2] }]);
    expect(converted.notes).toEqual([]);
  });

  it('is converted to the same bytes each time', () => {
    expect(convert().onnx).toEqual(converted.onnx);
  });
});
