import { createHash } from 'node:crypto';
import type { LabelSource } from './label-source.ts';

/**
 * Names what a classifier was trained from: SHA-256, in hex, over the labelled planes in the order of their images' hashes, then
 * scene, z, t. Of each plane: a line of JSON with the image's hash and the plane, then every labelled tile in row order as a line
 * of JSON [column, row] and its class numbers (0 = unlabelled, k + 1 = class k). Same pixels and labels, same hash, wherever the
 * files lie and in whatever order they were added.
 */
export function trainingHash(sources: readonly LabelSource[], classOf: Uint8Array): string {
  const order = ({ image, plane }: LabelSource): string =>
    [image.contentHash, ...[plane.scene, plane.z, plane.t].map((index) => String(index).padStart(10, '0'))].join('|');
  const sha = createHash('sha256');
  for (const { image, plane, tiles, read } of [...sources].sort((a, b) => (order(a) < order(b) ? -1 : 1))) {
    sha.update(`${JSON.stringify({ image: image.contentHash, plane: [plane.scene, plane.z, plane.t] })}\n`);
    for (const { column, row } of tiles) {
      const classes = read(column, row)?.map((value) => classOf[value]!);
      if (classes?.some((value) => value > 0)) sha.update(`${JSON.stringify([column, row])}\n`).update(classes);
    }
  }
  return sha.digest('hex');
}
