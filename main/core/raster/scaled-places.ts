import type { PerAxis } from './pixel-scale.ts';
import { scaledSize } from './resample-axis.ts';

/** Index on an axis of `seen` samples of the one that holds sample `at` of the original, of which there are 1/scale as many. */
export const seenAt = (at: number, scale: number, seen: number): number => Math.min(seen - 1, Math.floor((at + 0.5) * scale));

export interface ScaledPlaces {
  /** Places y * width + x in the resampled plane, each once, ascending. */
  readonly places: Float64Array;
  /** For each place of the original its index in `places`. */
  readonly index: Uint32Array;
}

/** Where pixels `at`, as y * width + x of a plane of width × height, lie in the plane resampled to `scale` times its pixels. */
export function scaledPlaces(
  at: Float64Array,
  { width, height }: { readonly width: number; readonly height: number },
  scale: PerAxis,
): ScaledPlaces {
  const seen = { width: scaledSize(width, scale.x), height: scaledSize(height, scale.y) };
  const scaled = at.map((place) => {
    const y = Math.floor(place / width);
    return seenAt(y, scale.y, seen.height) * seen.width + seenAt(place - y * width, scale.x, seen.width);
  });
  const places = Float64Array.from(new Set(scaled)).sort();
  const indexOf = new Map(Array.from(places, (place, i) => [place, i]));
  return { places, index: Uint32Array.from(scaled, (place) => indexOf.get(place)!) };
}
