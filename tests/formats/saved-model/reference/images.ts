import { at, fromIndex, type NdArray } from './array.ts';
import type { Reference } from './reference.ts';

export function batchNormalisation({ inputs, bool, float }: Reference): NdArray {
  const [image, scale, offset, mean, variance] = inputs as [NdArray, NdArray, NdArray, NdArray, NdArray];
  const epsilon = float('epsilon', 1e-4);
  const channels = image.shape.at(-1)!;
  const training = bool('is_training', true);
  const count = image.data.length / channels;
  const means = Array.from({ length: channels }, (_, c) => {
    if (!training) return mean.data[c]!;
    let sum = 0;
    for (let i = c; i < image.data.length; i += channels) sum += image.data[i]!;
    return sum / count;
  });
  const variances = Array.from({ length: channels }, (_, c) => {
    if (!training) return variance.data[c]!;
    let sum = 0;
    for (let i = c; i < image.data.length; i += channels) sum += (image.data[i]! - means[c]!) ** 2;
    return sum / count;
  });
  return fromIndex(image.shape, (index) => {
    const c = index.at(-1)!;
    return ((at(image, index) - means[c]!) / Math.sqrt(variances[c]! + epsilon)) * scale.data[c]! + offset.data[c]!;
  });
}

/** TensorFlow's three ways to say where a pixel of the result lies. */
function source(x: number, extent: number, result: number, corners: boolean, centres: boolean, nearest: boolean): number {
  if (corners && result > 1) return (x * (extent - 1)) / (result - 1);
  const scale = extent / result;
  if (centres) return nearest ? (x + 0.5) * scale : (x + 0.5) * scale - 0.5;
  return x * scale;
}

export function resizeNearest({ inputs, bool }: Reference): NdArray {
  const [image, size] = inputs as [NdArray, NdArray];
  const [corners, centres] = [bool('align_corners', false), bool('half_pixel_centers', false)];
  const [n, height, width, channels] = image.shape as [number, number, number, number];
  const [rows, columns] = Array.from(size.data) as [number, number];
  const pick = (x: number, extent: number, result: number): number => {
    const exact = source(x, extent, result, corners, centres, true);
    return Math.min(corners ? Math.round(exact) : Math.floor(exact), extent - 1);
  };
  return fromIndex([n, rows, columns, channels], ([b, y, x, c]) =>
    at(image, [b!, pick(y!, height, rows), pick(x!, width, columns), c!]),
  );
}

export function resizeBilinear({ inputs, bool }: Reference): NdArray {
  const [image, size] = inputs as [NdArray, NdArray];
  const [corners, centres] = [bool('align_corners', false), bool('half_pixel_centers', false)];
  const [n, height, width, channels] = image.shape as [number, number, number, number];
  const [rows, columns] = Array.from(size.data) as [number, number];
  const between = (x: number, extent: number, result: number): [number, number, number] => {
    const exact = source(x, extent, result, corners, centres, false);
    const below = Math.floor(exact);
    return [Math.max(below, 0), Math.min(Math.ceil(exact), extent - 1), exact - below];
  };
  return fromIndex([n, rows, columns, channels], ([b, y, x, c]) => {
    const [top, bottom, fy] = between(y!, height, rows);
    const [left, right, fx] = between(x!, width, columns);
    const row = (of: number): number => at(image, [b!, of, left, c!]) * (1 - fx) + at(image, [b!, of, right, c!]) * fx;
    return row(top) * (1 - fy) + row(bottom) * fy;
  });
}

export function depthToSpace({ inputs, int }: Reference): NdArray {
  const [image] = inputs as [NdArray];
  const block = int('block_size', 1);
  const [n, height, width, channels] = image.shape as [number, number, number, number];
  const own = channels / block ** 2;
  return fromIndex([n, height * block, width * block, own], ([b, y, x, c]) =>
    at(image, [b!, Math.floor(y! / block), Math.floor(x! / block), ((y! % block) * block + (x! % block)) * own + c!]),
  );
}

export function spaceToDepth({ inputs, int }: Reference): NdArray {
  const [image] = inputs as [NdArray];
  const block = int('block_size', 1);
  const [n, height, width, channels] = image.shape as [number, number, number, number];
  return fromIndex([n, height / block, width / block, channels * block ** 2], ([b, y, x, deep]) => {
    const place = Math.floor(deep! / channels);
    return at(image, [b!, y! * block + Math.floor(place / block), x! * block + (place % block), deep! % channels]);
  });
}

export function pad({ inputs, text, op }: Reference): NdArray {
  const [image, pads, value] = inputs as [NdArray, NdArray, NdArray?];
  const shape = image.shape.map((extent, axis) => extent + pads.data[2 * axis]! + pads.data[2 * axis + 1]!);
  const symmetric = op === 'MirrorPad' && text('mode', '') === 'SYMMETRIC';
  return fromIndex(shape, (index) => {
    const inner = index.map((i, axis) => i - pads.data[2 * axis]!);
    const outside = inner.some((i, axis) => i < 0 || i >= image.shape[axis]!);
    if (outside && op !== 'MirrorPad') return value?.data[0] ?? 0;
    const edge = symmetric ? 1 : 0;
    const mirrored = inner.map((i, axis) => {
      const extent = image.shape[axis]!;
      if (i < 0) return -i - edge;
      return i >= extent ? 2 * extent - 2 + edge - i : i;
    });
    return at(image, mirrored);
  });
}
