import { basename } from 'node:path';
import { type CrfSettings, NO_CRF } from '#core/model/crf.ts';
import { GroveError } from '#core/model/error.ts';
import type { PlaneIndex } from '#core/model/image.ts';
import { tellConversion } from '../conversion/tell-conversion.ts';
import type { KnownImage } from '../images/image-sources.ts';
import type { ModelFiles } from '../ports.ts';
import { modelChannels } from '../prediction/model-channels.ts';
import { classifierModel, type SegmentingModel } from '../prediction/segmenting-model.ts';
import { withSharedForest } from '../prediction/usable-models.ts';
import type { CrfRegions } from '../refinement/crf-regions.ts';
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
  /** Names, or numbers from 1, of the classes whose masks are written. */
  readonly extract?: readonly string[];
  readonly outputs: ExportOutputs;
  readonly tile: number;
  /** How the answer is refined; not at all when left out. */
  readonly crf?: CrfSettings;
  /** Channel for a model of one channel; the one it was trained on when left out. */
  readonly channel?: number;
}

/** Segmenting an image file with whatever gives its pixels classes. */
export interface ImageFileSegmentation extends Omit<FileSegmentation, 'model' | 'channel'> {
  /** The file of the model, which must not be overwritten; null where there is none. */
  readonly modelPath: string | null;
  /** Sets the model up for the image. */
  modelFor(image: KnownImage & { readonly name: string }): SegmentingModel;
}

export interface SegmentedFile {
  readonly image: string;
  readonly model: { readonly id: string; readonly name: string; readonly version: number | null };
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
  means: ExportMeans & { readonly models: ModelFiles; readonly crf: CrfRegions },
  options: ExportOptions = {},
): Promise<SegmentedFile> {
  const { model, channel, ...rest } = request;
  await checkOutputs(request.outputs, [request.image, model]);
  const classifier = withSharedForest(await means.models.read(model));
  const modelFor = (image: KnownImage & { readonly name: string }): SegmentingModel =>
    classifierModel(classifier, image, modelChannels(classifier.info, image, channel), means);
  const done = await segmentImageFile({ ...rest, modelPath: model, modelFor }, means, options);
  return { ...done, model: { ...done.model, version: classifier.info.version } };
}

/** Throws what the model and exportSegmentation throw. */
export async function segmentImageFile(
  { image: path, plane, subset, extract, outputs: asked, tile, modelPath, modelFor, crf = NO_CRF }: ImageFileSegmentation,
  means: ExportMeans & { readonly crf: CrfRegions },
  options: ExportOptions = {},
): Promise<SegmentedFile> {
  const inputs = modelPath === null ? [] : [modelPath];
  const outputs = extract === undefined ? asked : { ...asked, classes: [] };
  await checkOutputs(outputs, [path, ...inputs]);
  const info = await means.pool.run('image.open', { path }, tellConversion(options, means.clock));
  const image = { path, name: basename(path), contentHash: `file ${path}`, info };
  if (subset === undefined && (plane.scene >= info.sizeScene || plane.z >= info.sizeZ || plane.t >= info.sizeT)) {
    const planes = info.sizeScene * info.sizeZ * info.sizeT;
    const stack = `${info.sizeScene} scenes, ${info.sizeZ} z planes and ${info.sizeT} time points, counted from 0`;
    const message = `${image.name} has ${planes === 1 ? 'only one plane' : stack}; choose a plane that it has.`;
    throw new GroveError('invalid-input', message, { file: path });
  }
  const model = means.crf.refined(modelFor(image), image, crf);
  const part = subset === undefined ? wholePlane(image, plane) : partOf(image, subset);
  const wanted = extract === undefined ? asked : { ...asked, classes: classNumbers(model, extract) };
  const { files } = await exportSegmentation({ model, image, part }, wanted, means, { ...options, tile, inputs });
  const region = part.regions.get(part.scenes[0]!)!;
  return {
    image: path,
    model: { id: model.id, name: model.name, version: null },
    width: region.width,
    height: region.height,
    planes: part.planes.length,
    classes: model.classes.map((one) => one.name),
    files,
  };
}

/** Classes 0… by their names or their numbers from 1. Throws GroveError 'invalid-input'. */
function classNumbers({ name, classes }: SegmentingModel, wanted: readonly string[]): number[] {
  return wanted.map((text) => {
    const named = classes.findIndex((one) => one.name === text);
    const number = /^\d{1,3}$/.test(text) ? Number(text) - 1 : -1;
    const k = named >= 0 ? named : number;
    if (classes[k] !== undefined) return k;
    const message = `${name} has no class ${text}; it has ${classes.map((one) => one.name).join(', ')}.`;
    throw new GroveError('invalid-input', message);
  });
}
