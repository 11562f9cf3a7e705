import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { onnxOf } from '../../../main/formats/model-package/onnx-of.ts';
import { readModelPackage } from '../../../main/formats/model-package/read-model-package.ts';
import { readOnnxModel } from '../../../main/formats/onnx/onnx-graph.ts';
import { readFields, utf8 } from '../../../main/formats/protobuf/read-fields.ts';
import { checkpointKeys } from '../../../main/formats/saved-model/bundle/object-graph.ts';
import { openBundle, type SavedModelFiles } from '../../../main/formats/saved-model/bundle/read-bundle.ts';
import { restoredKeys } from '../../../main/formats/saved-model/bundle/restored-keys.ts';
import { type ConvertedNetwork, convertSavedModel } from '../../../main/formats/saved-model/convert-saved-model.ts';
import { readSavedModel } from '../../../main/formats/saved-model/proto/saved-model-proto.ts';
import {
  floats,
  haveSharedModels,
  largestDifference,
  readManifest,
  SHARED_MODELS,
  sharedModel,
} from '../../network/shared-models.ts';
import { runOnnx } from './run-onnx.ts';

const FOLDER = join(SHARED_MODELS, 'real/i2k_2022_zeiss/saved_tf2_model_output');
const NAMED = { path: FOLDER, name: 'saved_tf2_model_output' };

function fromFolder(): SavedModelFiles {
  return { read: (name) => (existsSync(join(FOLDER, name)) ? readFileSync(join(FOLDER, name)) : null) };
}

function convert(): ConvertedNetwork {
  return convertSavedModel(NAMED, fromFolder());
}

/** The only value of the initializer of an ONNX model whose name tells the layer. */
function scalar(model: Uint8Array, layer: string): number {
  for (const { number, bytes: graph } of readFields(model)) {
    if (number !== 7) continue;
    for (const { number: part, bytes: tensor } of readFields(graph)) {
      const fields = part === 5 ? [...readFields(tensor)] : [];
      const name = fields.find((field) => field.number === 8);
      const raw = fields.find((field) => field.number === 9);
      if (name === undefined || raw === undefined || !utf8(name.bytes).includes(`/${layer}/`)) continue;
      return new DataView(raw.bytes.buffer, raw.bytes.byteOffset, 4).getFloat32(0, true);
    }
  }
  throw new Error(`The model has no ${layer}.`);
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

  it('answers at the sampled points as the vendor’s own conversion, given what that does to its input first', async () => {
    const model = 'real/i2k_2022_zeiss/simple_nuclei_segmodel.czann';
    const { modulus, points } = readManifest().real.cases.find((one) => one.model === model)!;
    const { network } = await readModelPackage(sharedModel(model));
    const [shift, scale] = [scalar(network.bytes, 'shift'), scalar(network.bytes, 'scale')];
    const tile = new Float32Array(512 * 512);
    for (let y = 0; y < 512; y++) {
      for (let x = 0; x < 512; x++) {
        const counts = (x * 73 + y * 151 + ((x * y) % 97) * 211) % modulus;
        tile[y * 512 + x] = (counts / 65_535 + shift) * scale;
      }
    }
    const { data } = await runOnnx(converted.onnx, tile, [1, 512, 512, 1]);
    // Its tile is larger, so pixels on the edge of this one see other neighbours.
    const inside = points.filter(([y, x]) => y! < 511 && x! < 511);
    expect(inside.length).toBeGreaterThan(10);
    const differences = inside.flatMap(([y, x, ...values]) =>
      values.map((value, k) => Math.abs(data[(y! * 512 + x!) * 2 + k]! - value)),
    );
    expect(Math.max(...differences)).toBeLessThanOrEqual(1e-5);
  });

  it.each(['built/legacy_v3_0_0_savedmodel.czmodel', 'built/savedmodel_v1_0_0.czann'])(
    'is converted from inside %s',
    async (model) => {
      const file = { path: sharedModel(model), name: model };
      const { bytes, warnings } = await onnxOf(file, await readModelPackage(file.path));
      expect(bytes).toEqual(converted.onnx);
      expect(warnings).toEqual([]);
    },
  );

  it('has the same keys by the names of its weights and by how it restores them', () => {
    const files = fromFolder();
    const byName = checkpointKeys(openBundle(files));
    const byNode = restoredKeys(readSavedModel(files.read('saved_model.pb')!));
    expect(byNode.get('conv2d/kernel')).toBe('layer_with_weights-0/kernel/.ATTRIBUTES/VARIABLE_VALUE');
    for (const name of ['conv2d/kernel', 'conv2d/bias', 'conv2d_1/kernel', 'conv2d_1/bias']) {
      expect([...byName.get(name)!]).toEqual([byNode.get(name)]);
    }
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
