import { createHash } from 'node:crypto';
import type { PixelClassifier } from '#core/model/classifier.ts';
import { arrayPlaces, HASH_BYTES, MAGIC, PREFIX_BYTES, VERSION } from './layout.ts';

/** A classifier as the bytes of a model file. The same classifier gives the same bytes. */
export function encodeModel({ info, forest }: PixelClassifier): Uint8Array<ArrayBuffer> {
  const sizes = {
    classes: forest.classes,
    features: forest.features,
    trees: forest.trees,
    nodes: forest.feature.length,
    leafRows: forest.leafFractions.length / forest.classes,
  };
  const header = new TextEncoder().encode(JSON.stringify({ info: sortKeys(info), forest: sizes }));
  const places = arrayPlaces(header.length, sizes);
  const bytes = new Uint8Array(places.end + HASH_BYTES);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  view.setUint32(8, VERSION, true);
  view.setUint32(12, header.length, true);
  view.setBigUint64(16, BigInt(bytes.length), true);
  bytes.set(header, PREFIX_BYTES);
  for (let i = 0; i <= sizes.trees; i++) view.setUint32(places.treeStart + 4 * i, forest.treeStart[i], true);
  for (let i = 0; i < sizes.nodes; i++) {
    view.setFloat32(places.threshold + 4 * i, forest.threshold[i], true);
    view.setUint32(places.left + 4 * i, forest.left[i], true);
    view.setUint16(places.feature + 2 * i, forest.feature[i], true);
  }
  for (const [i, fraction] of forest.leafFractions.entries()) view.setFloat32(places.leafFractions + 4 * i, fraction, true);
  bytes.set(createHash('sha256').update(bytes.subarray(0, places.end)).digest(), places.end);
  return bytes;
}

/** The same value with the keys of all objects in alphabetical order, so that bytes do not depend on who built the object. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]));
}
