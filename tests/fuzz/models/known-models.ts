import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { writeZip, type ZipFile } from '../../../main/formats/zip/write-zip.ts';
import { batchNormalisation, conv2d, maxPooling, softmaxWritten, upSampling } from '../../formats/saved-model/keras-layers.ts';
import { createNetwork } from '../../formats/saved-model/writer/network-builder.ts';
import { writeSavedModel } from '../../formats/saved-model/writer/write-saved-model.ts';
import { createNetworkLayers } from '../../network/build/network-layers.ts';
import { czannBytes, idOf } from '../../network/build/write-czann.ts';

/** A sound model file in memory, before it is damaged. */
export interface KnownModel {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const BUILT = resolve('../shared/data/models/built');

/** Models of every container, our own first, then those that are not part of the project where they are there. */
export function knownModels(): KnownModel[] {
  const onnx = segmentation();
  const fields = {
    ...{ Id: idOf('fuzz'), Type: 'SingleClassSemanticSegmentation', InputShape: [16, 16, 1], OutputShape: [16, 16, 2] },
    ...{ MinOverlap: [4, 4], Classes: ['Background', 'Cells'], ModelName: 'Fuzz', Scaling: [1e-7, 1e-7] as [number, number] },
  };
  const licence = { name: 'license.txt', bytes: Buffer.from('Free to use.') };
  const own: KnownModel[] = [
    { name: 'own.czann', bytes: czannBytes(fields, onnx, [licence]) },
    {
      name: 'own-saved-model.czann',
      bytes: czannBytes({ ...fields, InputShape: [8, 8, 2], OutputShape: [8, 8, 3], Classes: ['a', 'b', 'c'] }, savedModel()),
    },
    { name: 'own.czmodel', bytes: legacy(onnx) },
    { name: 'own.onnx', bytes: onnx },
    {
      name: 'own.json',
      bytes: Buffer.from(JSON.stringify({ ModelMetadata: fields, ModelPath: 'nowhere.onnx', LicenseFile: null })),
    },
  ];
  if (!existsSync(BUILT)) return own;
  const built = readdirSync(BUILT).map((name) => ({ name, bytes: Uint8Array.from(readFileSync(`${BUILT}/${name}`)) }));
  return [...own, ...built];
}

function segmentation(): Uint8Array {
  const n = createNetworkLayers({ channels: 1, seed: 3 });
  const top = n.relu(n.conv(n.input, 2));
  return n.onnx(n.softmax(n.conv(n.concat(n.upConv(n.maxPool(top), 2), top), 2)));
}

function savedModel(): Uint8Array {
  const b = createNetwork([null, 8, 8, 2], 3);
  const top = b.node('Relu', [batchNormalisation(b, conv2d(b, b.input, 2, 3), 3)]);
  const up = upSampling(b, maxPooling(b, top), 'ResizeNearestNeighbor');
  const files = writeSavedModel(b.finish(softmaxWritten(b, conv2d(b, up, 3, 3, 1))));
  return writeZip([...files].map(([name, bytes]): ZipFile => ({ name, bytes, packed: true })));
}

function legacy(onnx: Uint8Array): Uint8Array {
  const id = idOf('fuzz legacy');
  const xml = `<?xml version="1.0" encoding="utf-8"?>
<Model Version="3.1.0"><Id>${id}</Id><ModelName>Fuzz</ModelName><Status>Trained</Status>
<FeatureExtractor>DeepNeuralNetwork</FeatureExtractor><Postprocessing /><ColorHandling>ConvertToMonochrome</ColorHandling>
<Channels><Item PixelType="Gray16" /></Channels>
<TrainingClasses><Item LabelValue="1" Name="A" colR="255" colG="0" colB="0" /><Item LabelValue="2" Name="B" colR="0" colG="0" colB="9" /></TrainingClasses>
<BorderSize>2</BorderSize><TotalTileHeight>16</TotalTileHeight><TotalTileWidth>16</TotalTileWidth></Model>`;
  return writeZip([
    { name: `${id}.xml`, bytes: Buffer.from(xml) },
    { name: `${id}.model`, bytes: onnx, packed: true },
    { name: `modelid=${id}`, bytes: new Uint8Array(0) },
  ]);
}
