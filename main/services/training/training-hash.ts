import { createHash } from 'node:crypto';
import type { LabelledTile } from './choose-pixels.ts';

/**
 * Names what a classifier was trained from: SHA-256, in hex, over the labelled planes in the order of their images' hashes, then
 * scene, z, t. Of each plane: a line of JSON with the image's hash and the plane, then every labelled tile in row order as a line
 * of JSON [column, row, SHA-256 of its class numbers] (0 = unlabelled, k + 1 = class k). Same pixels and labels, same hash, wherever
 * the files lie and in whatever order they were added.
 */
export function trainingHash(tiles: readonly LabelledTile[]): string {
  const planes = new Map<string, { readonly head: string; readonly lines: string[] }>();
  for (const { source, column, row, digest } of tiles) {
    const { image, plane } = source;
    const indices = [plane.scene, plane.z, plane.t];
    const order = [image.contentHash, ...indices.map((index) => String(index).padStart(10, '0'))].join('|');
    const head = JSON.stringify({ image: image.contentHash, plane: indices });
    const known = planes.get(order) ?? { head, lines: [] };
    known.lines.push(JSON.stringify([column, row, digest]));
    planes.set(order, known);
  }
  const sha = createHash('sha256');
  for (const [, { head, lines }] of [...planes].sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (const line of [head, ...lines]) sha.update(`${line}\n`);
  }
  return sha.digest('hex');
}
