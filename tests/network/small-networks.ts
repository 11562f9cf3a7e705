import { join } from 'node:path';
import type { ZipFile } from '../../main/formats/zip/write-zip.ts';
import { createNetworkLayers, type NetworkLayers } from './build/network-layers.ts';
import { type CzannFields, idOf, writeCzann } from './build/write-czann.ts';

const TILE = [32, 32] as const;

/** Small model files of every use, written into a folder of a test. */
export function smallNetworks(folder: string) {
  function write(
    name: string,
    fields: Omit<CzannFields, 'Id'> & { Id?: string },
    seed: number,
    build: (n: NetworkLayers) => Uint8Array,
    more: readonly ZipFile[] = [],
  ): string {
    const channels = fields.InputShape.at(-1)!;
    return writeCzann(join(folder, name), { Id: idOf(name), ...fields }, build(createNetworkLayers({ channels, seed })), more);
  }
  const shapes = (channels: number, outputs: number, scale = 1) => ({
    InputShape: [...TILE, channels],
    OutputShape: [TILE[0] * scale, TILE[1] * scale, outputs],
  });
  return {
    /** Two classes; `seed` gives other weights under the same id. */
    segmentation: (
      name = 'segmentation.czann',
      { channels = 1, seed = 1, id = 'segmentation', scaling = null as [number, number] | null } = {},
    ) =>
      write(
        name,
        {
          ...{ Id: idOf(id), Type: 'SingleClassSemanticSegmentation', ...shapes(channels, 2), MinOverlap: [8, 8] },
          ...{ Classes: ['Background', 'Cells'], ModelName: 'Cells' },
          ...(scaling !== null && { Scaling: scaling }),
        },
        seed,
        (n) => n.onnx(n.softmax(n.conv(n.relu(n.conv(n.input, 4, 5)), 2))),
        [{ name: 'license.txt', bytes: Buffer.from('Free to use.') }],
      ),
    /** The image itself, once or twice as large, in as many channels. */
    same: (name: string, { channels = 1, scale = 1 }: { channels?: number; scale?: 1 | 2 } = {}) =>
      write(name, { Type: 'Regression', ...shapes(channels, channels, scale), MinOverlap: [0, 0], ModelName: name }, 1, (n) =>
        n.onnx(scale === 2 ? n.upNearest(n.input) : n.input),
      ),
    /** The class of the brighter of two channels, as scores. */
    brighter: (name = 'brighter.czann', many = false) =>
      write(
        name,
        {
          ...{
            Type: many ? 'MultiClassClassification' : 'SingleClassClassification',
            InputShape: [...TILE, 2],
            OutputShape: [1, 1, 2],
          },
          ...{ Classes: ['First', 'Second'], ModelName: 'Brighter' },
        },
        1,
        (n) => n.onnx(n.globalMean(n.input)),
      ),
  };
}
