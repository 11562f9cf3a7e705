import { PIXEL_CAP } from '#core/forest/pixel-cap.ts';
import type { PixelClassifier } from '#core/model/classifier.ts';
import { GroveError } from '#core/model/error.ts';
import { FIRST_PLANE, type ImageInfo, type PixelBlock } from '#core/model/image.ts';
import { planClassifier } from '#core/segmentation/classifier-plan.ts';
import type { ImageSources } from '../images/image-sources.ts';
import { checkOutputFile } from '../output-file.ts';
import type { ClassifierExport, ComputePool, RunOptions, TestTile, TrainingRows } from '../ports.ts';
import { choosePixels, countLabels, labelledTiles } from './choose-pixels.ts';
import { collectRows } from './collect-rows.ts';
import type { FeatureRows } from './feature-rows.ts';
import type { LabelSource, TrainingImage } from './label-source.ts';
import type { LabelFacts } from './tile-facts.ts';
import type { TrainingOptions } from './train-classifier.ts';
import { trainingHash } from './training-hash.ts';

export interface NetworkExport {
  readonly classifier: PixelClassifier;
  /** The .czann to write. */
  readonly path: string;
  /** Files that must not be overwritten. */
  readonly inputs: readonly string[];
  /** Edge of the tiles in pixels; chosen when null. */
  readonly tile: number | null;
  readonly licence: string | null;
  /** Puts the classifier itself, what it was trained from and a test image into the file. */
  readonly trainingData: boolean;
  /** Images it was trained on, as far as they are at hand. */
  readonly images: readonly TrainingImage[];
  /** Labels it may have been trained from; used where they are those (see trainingHash). */
  readonly sources: readonly LabelSource[];
  /** Class number + 1 of a value in label tiles. */
  readonly classOf: Uint8Array;
}

export interface ExportedNetwork {
  readonly path: string;
  readonly tile: number;
  /** What was left out and why, a sentence each. */
  readonly notes: readonly string[];
}

export interface NetworkExportMeans {
  readonly pool: ComputePool;
  readonly sources: ImageSources;
  readonly featureRows: FeatureRows;
  readonly labelFacts: LabelFacts;
}

/** Tile where the images do not make it smaller: of each inner tile most is used, and few megabytes are needed per feature. */
const USUAL_TILE = 512;
export const LARGEST_TILE = 4096;
/** Least part of a tile that is used, along each axis. */
const LEAST_USED = 32;

/**
 * Writes a classifier as a network (.czann), whole or not at all. Throws GroveError 'invalid-input' for a tile that is too small or an
 * output that is one of the inputs, and what writing files and reading images throw.
 */
export async function exportNetwork(
  request: NetworkExport,
  means: NetworkExportMeans,
  { signal, progress }: TrainingOptions = {},
): Promise<ExportedNetwork> {
  const { classifier, path, trainingData, images } = request;
  await checkOutputFile(path, [...request.inputs, ...images.map((image) => image.path)]);
  const options: RunOptions = { priority: 1, ...(signal && { signal }) };
  const tile = chooseTile(request);
  const notes: string[] = [];
  let rows: TrainingRows | null = null;
  let test: TestTile | null = null;
  if (trainingData) {
    const onProgress = (done: number, total: number): void =>
      progress?.({ stage: 'Computing features', done, total, secondsLeft: null });
    rows = await rowsOf(request, means, { ...options, onProgress });
    if (rows === null) notes.push(whyNoRows(request));
    const image = images.find((one) => holdsTile(one.info, classifier, tile));
    test = image === undefined ? null : await testTile(classifier, image, tile, means, options);
    if (test === null)
      notes.push(`No image it was trained on is at hand with ${tile} × ${tile} pixels, so there is no test image.`);
  }
  progress?.({ stage: 'Writing the network', done: 0, total: 1, secondsLeft: null });
  const pixelSizeUm = classifier.info.features.pixelSizeUm ?? commonPixelSize(images);
  const parts: ClassifierExport = { tile, pixelSizeUm, licence: request.licence, native: trainingData, rows, test };
  await means.pool.run('classifier.export', { path, classifier, parts }, options);
  return { path, tile, notes };
}

/** Images narrower than a tile would be mirrored up to it by the host, in another way than here; so small ones get small tiles. */
function chooseTile({ classifier, tile, images }: NetworkExport): number {
  const { halo } = planClassifier(classifier);
  const least = 2 * halo + LEAST_USED;
  if (tile === null) {
    const extents = images.flatMap(({ info }) => [info.width, info.height]);
    return Math.max(least, Math.min(USUAL_TILE, ...extents));
  }
  if (tile >= least && tile <= LARGEST_TILE) return tile;
  const message = `Tiles of ${tile} pixels do not suit this classifier, whose features look ${halo} pixels far; choose ${least} to ${LARGEST_TILE}.`;
  throw new GroveError('invalid-input', message, { code: 'TILE_SIZE' });
}

async function rowsOf(
  { classifier: { info }, sources, classOf }: NetworkExport,
  { featureRows, labelFacts }: NetworkExportMeans,
  options: RunOptions,
): Promise<TrainingRows | null> {
  const tiles = labelledTiles(sources, classOf, info.seed, labelFacts);
  if (trainingHash(tiles) !== info.trainingHash) return null;
  const offered = countLabels(tiles, info.classes.length);
  return collectRows(choosePixels(tiles, offered, PIXEL_CAP), info.features, featureRows, options);
}

function whyNoRows({ classifier: { info }, sources }: NetworkExport): string {
  const model = `${info.name}, version ${info.version},`;
  return sources.length === 0
    ? `The labels that ${model} was trained from are not at hand, so the file holds the classifier but not its training rows.`
    : `The labels have changed since ${model} was trained, so the file holds the classifier but not its training rows.`;
}

function holdsTile(info: ImageInfo, { info: { features, pixelType } }: PixelClassifier, tile: number): boolean {
  const channels = features.channels.every((channel) => channel < info.channels.length);
  // Features in µm see another image than the file's where pixel sizes differ.
  return (
    features.pixelSizeUm === undefined && channels && info.pixelType === pixelType && info.width >= tile && info.height >= tile
  );
}

/** The middle of the image as an image of its own, and what the classifier makes of it. */
async function testTile(
  { info, forest }: PixelClassifier,
  image: TrainingImage,
  tile: number,
  { pool, sources }: NetworkExportMeans,
  options: RunOptions,
): Promise<TestTile> {
  const rect = {
    x: Math.floor((image.info.width - tile) / 2),
    y: Math.floor((image.info.height - tile) / 2),
    width: tile,
    height: tile,
  };
  const { channels } = info.features;
  const source = await sources.of(image, options);
  const block = await pool.run('image.read', { source, request: { plane: FIRST_PLANE, level: 0, rect, channels } }, options);
  const shared = { info: cutOut(image.info, channels, tile), pixels: toShared(block) };
  const predicted = await pool.run(
    'tile.predict',
    {
      source: { kind: 'shared', path: image.path, image: shared },
      plane: FIRST_PLANE,
      rect: { x: 0, y: 0, width: tile, height: tile },
      settings: { ...info.features, channels: channels.map((_, i) => i) },
      forest,
      forestId: info.id,
      probabilities: true,
    },
    options,
  );
  return { block, probabilities: predicted.probabilities! };
}

function cutOut(info: ImageInfo, channels: readonly number[], tile: number): ImageInfo {
  const { scenes: _, ...rest } = info;
  return {
    ...rest,
    ...{ width: tile, height: tile, sizeScene: 1, sizeZ: 1, sizeT: 1 },
    channels: channels.map((channel) => info.channels[channel]!),
    levels: [{ width: tile, height: tile, downsample: 1 }],
    chunk: { width: tile, height: tile },
  };
}

function toShared({ data }: PixelBlock): SharedArrayBuffer {
  const pixels = new SharedArrayBuffer(data.byteLength);
  new Uint8Array(pixels).set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return pixels;
}

/** Null where it is not known or differs between images. */
function commonPixelSize(images: readonly TrainingImage[]): ClassifierExport['pixelSizeUm'] {
  const [first, ...others] = images.map(({ info }) => info.pixelSizeUm);
  if (first === undefined || first.x === null || first.y === null) return null;
  if (others.some(({ x, y }) => x !== first.x || y !== first.y)) return null;
  return { x: first.x, y: first.y };
}
