import { basename } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import type { PlaneIndex } from '#core/model/image.ts';
import { tellConversion } from '../conversion/tell-conversion.ts';
import type { ModelFiles } from '../ports.ts';
import { modelChannels } from '../prediction/model-channels.ts';
import { withSharedForest } from '../prediction/usable-models.ts';
import { checkOutputs } from './check-outputs.ts';
import type { ExportOutputs } from './export-request.ts';
import { type ExportMeans, type ExportOptions, exportSegmentation } from './export-segmentation.ts';

/** Segmenting an image file with a model file, without a project. */
export interface FileSegmentation {
  readonly model: string;
  readonly image: string;
  readonly plane: PlaneIndex;
  readonly outputs: ExportOutputs;
  readonly tile: number;
  /** Channel for a model of one channel; the one it was trained on when left out. */
  readonly channel?: number;
}

export interface SegmentedFile {
  readonly image: string;
  readonly model: { readonly id: string; readonly name: string; readonly version: number };
  readonly width: number;
  readonly height: number;
  readonly classes: readonly string[];
  readonly files: readonly string[];
}

/** Throws what ModelFiles.read, modelChannels and exportSegmentation throw. */
export async function segmentFile(
  request: FileSegmentation,
  means: ExportMeans & { readonly models: ModelFiles },
  options: ExportOptions = {},
): Promise<SegmentedFile> {
  const { image: path, plane, outputs, tile, channel } = request;
  await checkOutputs(outputs, [path, request.model]);
  const model = withSharedForest(await means.models.read(request.model));
  const info = await means.pool.run('image.open', { path }, tellConversion(options, means.clock));
  const image = { path, name: basename(path), contentHash: `file ${path}`, info };
  if (plane.scene >= info.sizeScene || plane.z >= info.sizeZ || plane.t >= info.sizeT) {
    const planes = info.sizeScene * info.sizeZ * info.sizeT;
    const stack = `${info.sizeScene} scenes, ${info.sizeZ} z planes and ${info.sizeT} time points, counted from 0`;
    const message = `${image.name} has ${planes === 1 ? 'only one plane' : stack}; choose a plane that it has.`;
    throw new GroveError('invalid-input', message, { file: path });
  }
  const channels = modelChannels(model.info, image, channel);
  const exported = { ...options, tile, inputs: [request.model] };
  const { files } = await exportSegmentation({ model, image, plane, channels }, outputs, means, exported);
  const { id, name, version, classes } = model.info;
  return {
    image: path,
    model: { id, name, version },
    width: info.width,
    height: info.height,
    classes: classes.map((one) => one.name),
    files,
  };
}
