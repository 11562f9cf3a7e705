import { createHash } from 'node:crypto';
import type { PixelClassifier } from '#core/model/classifier.ts';
import type { PixelArray } from '#core/model/image.ts';
import { FULL_SCALE } from '#core/network/fill-input.ts';
import { planClassifier } from '#core/segmentation/classifier-plan.ts';
import type { ClassifierExport } from '../../services/ports.ts';
import { encodeModel } from '../grove-model/encode.ts';
import { npyBytes } from '../npy/write-npy.ts';
import { writeZip, type ZipFile } from '../zip/write-zip.ts';
import { buildNetwork } from './build-network.ts';
import { DESCRIPTION_ENTRY, writeDescription } from './description.ts';
import { inputChannels } from './input-channels.ts';

/** Entry that holds the classifier itself, the bytes of a .grovemodel. */
export const CLASSIFIER_ENTRY = 'classifier.grovemodel';
/** Entries that hold what it was trained from. */
export const ROWS_ENTRY = 'training-rows.npy';
export const LABELS_ENTRY = 'training-classes.npy';
/** Entries that hold an image as the network is fed with it, and what the classifier makes of it. */
export const TEST_ENTRY = 'test-image.npy';
export const ANSWER_ENTRY = 'test-probabilities.npy';

/** Micrometres → metres. */
const METRES = 1e-6;

/**
 * A pixel classifier as a .czann that any reader of the format runs; README.md lists its entries. The same classifier and export
 * give the same bytes. Throws RangeError where the tile is not larger than the border that the features need on both sides.
 */
export function packClassifier(classifier: PixelClassifier, parts: ClassifierExport): Uint8Array<ArrayBuffer> {
  const { info, forest } = classifier;
  const { tile, pixelSizeUm, licence } = parts;
  const { halo } = planClassifier(classifier);
  if (tile <= 2 * halo) throw new RangeError(`A tile of ${tile} pixels is not larger than its borders of ${halo}.`);
  const channels = inputChannels(info);
  const network = buildNetwork(classifier, { height: tile, width: tile }, channels.order);
  const fields = {
    Type: 'SingleClassSemanticSegmentation',
    InputShape: [tile, tile, channels.names.length],
    OutputShape: [tile, tile, forest.classes],
    MinOverlap: [2 * halo, 2 * halo],
    Classes: info.classes.map(({ name }) => name),
    ModelName: info.name,
    ...(pixelSizeUm !== null && { Scaling: [pixelSizeUm.x * METRES, pixelSizeUm.y * METRES] }),
  };
  const json = JSON.stringify({ Id: idOf(network, JSON.stringify(fields)), ...fields });
  const files: ZipFile[] = [
    { name: 'model.json', bytes: new TextEncoder().encode(json) },
    { name: 'model.model', bytes: network },
    ...(licence === null ? [] : [{ name: 'license.txt', bytes: new TextEncoder().encode(licence) }]),
    { name: DESCRIPTION_ENTRY, bytes: writeDescription(info) },
    ...(parts.native ? [{ name: CLASSIFIER_ENTRY, bytes: encodeModel(classifier) }] : []),
  ];
  if (parts.rows !== null) {
    const { values, classes } = parts.rows;
    files.push({ name: ROWS_ENTRY, bytes: npyBytes(values, [classes.length, forest.features]) });
    files.push({ name: LABELS_ENTRY, bytes: npyBytes(classes, [classes.length]) });
  }
  if (parts.test !== null) {
    const { block, probabilities } = parts.test;
    const input = channelsLast(block.data, channels.order, FULL_SCALE[info.pixelType]);
    const answer = channelsLast(
      probabilities,
      Array.from({ length: forest.classes }, (_, c) => c),
      1,
    );
    files.push({ name: TEST_ENTRY, bytes: npyBytes(input, [tile, tile, channels.names.length]) });
    files.push({ name: ANSWER_ENTRY, bytes: npyBytes(answer, [tile, tile, forest.classes]) });
  }
  return writeZip(files);
}

/** Shape (planes, height, width) → (height, width, planes), plane c in place order[c], divided by `full`. */
function channelsLast(data: PixelArray, order: readonly number[], full: number): Float32Array {
  const planes = order.length;
  const area = data.length / planes;
  const out = new Float32Array(data.length);
  for (const [c, place] of order.entries()) {
    for (let i = 0; i < area; i++) out[i * planes + place] = data[c * area + i]! / full;
  }
  return out;
}

/** A UUID (version 8) out of the network and what is said of it: an unchanged network keeps its id, any other gets a new one. */
function idOf(network: Uint8Array, fields: string): string {
  const hex = createHash('sha256').update(network).update(fields).digest('hex');
  const variant = ((Number.parseInt(hex[16]!, 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
