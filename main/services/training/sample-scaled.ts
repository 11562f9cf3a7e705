import { LABEL_TILE } from '#core/model/label.ts';
import type { PerAxis } from '#core/raster/pixel-scale.ts';
import { scaledSize } from '#core/raster/resample-axis.ts';
import { scaledPlaces } from '#core/raster/scaled-places.ts';

/**
 * Features of pixels `at` of a plane, as y * width + x, out of the plane resampled to `scale` times its pixels: each pixel takes those
 * of the resampled pixel under its centre. `sample` gives the rows of places that lie in one tile of LABEL_TILE² resampled pixels.
 * Shape (pixels, features).
 */
export async function sampleScaled(
  at: Float64Array,
  plane: { readonly width: number; readonly height: number },
  scale: PerAxis,
  sample: (places: Float64Array) => Promise<Float32Array>,
): Promise<Float32Array> {
  const { places, index } = scaledPlaces(at, plane, scale);
  const width = scaledSize(plane.width, scale.x);
  const cells = new Map<string, number[]>();
  for (const [i, place] of places.entries()) {
    const y = Math.floor(place / width);
    const cell = `${Math.floor((place - y * width) / LABEL_TILE)} ${Math.floor(y / LABEL_TILE)}`;
    const members = cells.get(cell);
    if (members === undefined) cells.set(cell, [i]);
    else members.push(i);
  }
  const parts = await Promise.all(
    [...cells.values()].map(async (members) => ({ members, rows: await sample(Float64Array.from(members, (i) => places[i]!)) })),
  );
  const features = parts.length === 0 ? 0 : parts[0]!.rows.length / parts[0]!.members.length;
  const found = new Float32Array(places.length * features);
  for (const { members, rows } of parts) {
    for (const [n, i] of members.entries()) found.set(rows.subarray(n * features, (n + 1) * features), i * features);
  }
  const all = new Float32Array(at.length * features);
  for (const [n, i] of index.entries()) all.set(found.subarray(i * features, (i + 1) * features), n * features);
  return all;
}
