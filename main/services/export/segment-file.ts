import { basename } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import type { PlaneIndex } from '#core/model/image.ts';
import { tellConversion } from '../conversion/tell-conversion.ts';
import type { ImageSources } from '../images/image-sources.ts';
import type { ModelFiles } from '../ports.ts';
import { modelChannels } from '../prediction/model-channels.ts';
import { classifierModel } from '../prediction/segmenting-model.ts';
import { withSharedForest } from '../prediction/usable-models.ts';
import { checkOutputs } from './check-outputs.ts';
import { type ExportOutputs, partOf, wholePlane } from './export-request.ts';
import { type ExportMeans, type ExportOptions, exportSegmentation } from './export-segmentation.ts';

/** Segmenting an image file with a model file, without a project. */
export interface FileSegmentation {
  readonly model: string;
  readonly image: string;
  readonly plane: PlaneIndex;
  /** Text of a subset instead of `plane`. */
  readonly subset?: string;
  readonly outputs: ExportOutputs;
  readonly tile: number;
  /** Channel for a model of one channel; the one it was trained on when left out. */
  readonly channel?: number;
}

export interface SegmentedFile {
  readonly image: string;
  readonly model: { readonly id: string; readonly name: string; readonly version: number };
  /** Of the first scene. */
  readonly width: number;
  readonly height: number;
  readonly planes: number;
  readonly classes: readonly string[];
  readonly files: readonly string[];
}

/** Throws what ModelFiles.read, modelChannels and exportSegmentation throw. */
export async function segmentFile(
  request: FileSegmentation,
  means: ExportMeans & { readonly models: ModelFiles; readonly sources: ImageSources },
  options: ExportOptions = {},
): Promise<SegmentedFile> {
  const { image: path, plane, subset, outputs, tile, channel } = request;
  await checkOutputs(outputs, [path, request.model]);
  const classifier = withSharedForest(await means.models.read(request.model));
  const info = await means.pool.run('image.open', { path }, tellConversion(options, means.clock));
  const image = { path, name: basename(path), contentHash: `file ${path}`, info };
  if (subset === undefined && (plane.scene >= info.sizeScene || plane.z >= info.sizeZ || plane.t >= info.sizeT)) {
    const planes = info.sizeScene * info.sizeZ * info.sizeT;
    const stack = `${info.sizeScene} scenes, ${info.sizeZ} z planes and ${info.sizeT} time points, counted from 0`;
    const message = `${image.name} has ${planes === 1 ? 'only one plane' : stack}; choose a plane that it has.`;
    throw new GroveError('invalid-input', message, { file: path });
  }
  const model = classifierModel(classifier, image, modelChannels(classifier.info, image, channel), means);
  const part = subset === undefined ? wholePlane(image, plane) : partOf(image, subset);
  const exported = { ...options, tile, inputs: [request.model] };
  const { files } = await exportSegmentation({ model, image, part }, outputs, means, exported);
  const region = part.regions.get(part.scenes[0]!)!;
  const { id, name, version, classes } = classifier.info;
  return {
    image: path,
    model: { id, name, version },
    width: region.width,
    height: region.height,
    planes: part.planes.length,
    classes: classes.map((one) => one.name),
    files,
  };
}
