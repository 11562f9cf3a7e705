import { createHash } from 'node:crypto';
import { checkForest } from '#core/forest/check-forest.ts';
import type { PixelClassifier } from '#core/model/classifier.ts';
import { GroveError } from '#core/model/error.ts';
import type { Forest } from '#core/model/forest.ts';
import { arrayPlaces, type ForestSizes, HASH_BYTES, MAGIC, PREFIX_BYTES, VERSION } from './layout.ts';
import { readHeader } from './read-info.ts';

/**
 * The classifier in the bytes of a model file, its trees in shared memory. `file` names the file in messages.
 *
 * Throws GroveError: 'corrupt' for empty, cut, damaged or contradictory bytes, 'unsupported' for bytes that are no model,
 * 'newer-version' for a model of a newer Grove. What it returns is safe to evaluate.
 */
export function decodeModel(bytes: Uint8Array, file: string): PixelClassifier {
  const corrupt = (why: string, cause?: unknown): GroveError =>
    new GroveError('corrupt', `${file} is damaged (${why}); take another copy of it or train the model again.`, { file, cause });

  if (bytes.length === 0) throw corrupt('it is empty');
  if (!MAGIC.every((byte, i) => i >= bytes.length || bytes[i] === byte)) {
    throw new GroveError('unsupported', `${file} is not a Grove model; choose a file that Grove saved as .grovemodel.`, { file });
  }
  if (bytes.length < PREFIX_BYTES) throw corrupt('it is cut off');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const version = view.getUint32(8, true);
  if (version > VERSION) {
    throw new GroveError('newer-version', `${file} was saved by a newer Grove; update Grove to use this model.`, { file });
  }
  const length = view.getBigUint64(16, true);
  if (length > BigInt(bytes.length)) throw corrupt(`it is cut off: ${bytes.length} of ${length} bytes are there`);
  if (length < BigInt(bytes.length) || bytes.length < PREFIX_BYTES + HASH_BYTES) throw corrupt('its length is contradictory');
  const end = bytes.length - HASH_BYTES;
  const hash = createHash('sha256').update(bytes.subarray(0, end)).digest();
  if (!hash.equals(bytes.subarray(end))) throw corrupt('its check sum does not match');

  try {
    const headerBytes = view.getUint32(12, true);
    if (version < 1 || PREFIX_BYTES + headerBytes > end) throw new Error('its header is contradictory');
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(PREFIX_BYTES, PREFIX_BYTES + headerBytes));
    const { info, sizes } = readHeader(JSON.parse(text));
    const places = arrayPlaces(headerBytes, sizes);
    if (places.end !== end) throw new Error('its trees have a wrong length');
    const forest = readForest(view, sizes, places);
    const wrong = checkForest(forest);
    if (wrong !== null) throw new Error(wrong);
    return { info, forest };
  } catch (error) {
    throw corrupt(error instanceof Error ? error.message : String(error), error);
  }
}

function readForest(view: DataView, sizes: ForestSizes, places: ReturnType<typeof arrayPlaces>): Forest {
  const { classes, features, trees, nodes, leafRows } = sizes;
  const treeStart = new Uint32Array(new SharedArrayBuffer(4 * (trees + 1)));
  const feature = new Uint16Array(new SharedArrayBuffer(2 * nodes));
  const threshold = new Float32Array(new SharedArrayBuffer(4 * nodes));
  const left = new Uint32Array(new SharedArrayBuffer(4 * nodes));
  const leafFractions = new Float32Array(new SharedArrayBuffer(4 * leafRows * classes));
  for (let i = 0; i < treeStart.length; i++) treeStart[i] = view.getUint32(places.treeStart + 4 * i, true);
  for (let i = 0; i < nodes; i++) {
    threshold[i] = view.getFloat32(places.threshold + 4 * i, true);
    left[i] = view.getUint32(places.left + 4 * i, true);
    feature[i] = view.getUint16(places.feature + 2 * i, true);
  }
  for (let i = 0; i < leafFractions.length; i++) leafFractions[i] = view.getFloat32(places.leafFractions + 4 * i, true);
  return { classes, features, trees, treeStart, feature, threshold, left, leafFractions };
}
