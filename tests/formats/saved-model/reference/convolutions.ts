import { at, fromIndex, type NdArray } from './array.ts';
import type { Reference } from './reference.ts';

/** Padding before an axis of `extent` pixels, and number of windows, by TensorFlow's rules. */
function place(padding: string, extent: number, kernel: number, stride: number, dilation: number, explicit: readonly number[]) {
  const reach = (kernel - 1) * dilation + 1;
  if (padding === 'SAME') {
    const windows = Math.ceil(extent / stride);
    return { before: Math.floor(Math.max((windows - 1) * stride + reach - extent, 0) / 2), windows };
  }
  const [before = 0, after = 0] = padding === 'EXPLICIT' ? explicit : [];
  return { before, windows: Math.floor((extent + before + after - reach) / stride) + 1 };
}

function axesOf({ ints }: Reference, rank: number, name: string): number[] {
  const values = ints(name);
  return values.length === 0 ? Array.from({ length: rank - 2 }, () => 1) : values.slice(1, rank - 1);
}

/** All indices below `extents`. */
function* grid(extents: readonly number[]): Generator<number[]> {
  if (extents.length === 0) yield [];
  else for (let i = 0; i < extents[0]!; i++) for (const rest of grid(extents.slice(1))) yield [i, ...rest];
}

/** Sum over the window of a convolution in any number of axes; channels last, with groups. */
export function convolution(node: Reference): NdArray {
  const [image, kernel] = node.inputs as [NdArray, NdArray];
  const rank = image.shape.length;
  const [strides, dilations] = [axesOf(node, rank, 'strides'), axesOf(node, rank, 'dilations')];
  const size = kernel.shape.slice(0, rank - 2);
  const placed = size.map((k, i) =>
    place(
      node.text('padding', ''),
      image.shape[i + 1]!,
      k,
      strides[i]!,
      dilations[i]!,
      node.ints('explicit_paddings').slice(2 * i + 2, 2 * i + 4),
    ),
  );
  const [perGroup, filters] = kernel.shape.slice(rank - 2) as [number, number];
  const filtersPerGroup = filters / (image.shape[rank - 1]! / perGroup);
  return fromIndex([image.shape[0]!, ...placed.map(({ windows }) => windows), filters], (index) => {
    const filter = index[rank - 1]!;
    const first = Math.floor(filter / filtersPerGroup) * perGroup;
    let sum = 0;
    for (const offset of grid(size)) {
      const pixel = offset.map((k, i) => index[i + 1]! * strides[i]! + k * dilations[i]! - placed[i]!.before);
      if (pixel.some((x, i) => x < 0 || x >= image.shape[i + 1]!)) continue;
      for (let c = 0; c < perGroup; c++) sum += at(image, [index[0]!, ...pixel, first + c]) * at(kernel, [...offset, c, filter]);
    }
    return sum;
  });
}

export function depthwise(node: Reference): NdArray {
  const [image, kernel] = node.inputs as [NdArray, NdArray];
  const [height, width, channels, multiplier] = kernel.shape as [number, number, number, number];
  const [strides, dilations] = [axesOf(node, 4, 'strides'), axesOf(node, 4, 'dilations')];
  const [y, x] = [height, width].map((k, i) =>
    place(node.text('padding', ''), image.shape[i + 1]!, k, strides[i]!, dilations[i]!, []),
  );
  return fromIndex([image.shape[0]!, y!.windows, x!.windows, channels * multiplier], ([n, row, column, filter]) => {
    const c = Math.floor(filter! / multiplier);
    let sum = 0;
    for (const [ky, kx] of grid([height, width]) as Generator<[number, number]>) {
      const top = row! * strides[0]! + ky * dilations[0]! - y!.before;
      const left = column! * strides[1]! + kx * dilations[1]! - x!.before;
      if (top < 0 || left < 0 || top >= image.shape[1]! || left >= image.shape[2]!) continue;
      sum += at(image, [n!, top, left, c]) * at(kernel, [ky, kx, c, filter! % multiplier]);
    }
    return sum;
  });
}

/** What each pixel of the result of the forward convolution adds to the pixels it was made of. */
export function transposed(node: Reference): NdArray {
  const [sizes, kernel, image] = node.inputs as [NdArray, NdArray, NdArray];
  const rank = image.shape.length;
  const [strides, dilations] = [axesOf(node, rank, 'strides'), axesOf(node, rank, 'dilations')];
  const shape = Array.from(sizes.data);
  const size = kernel.shape.slice(0, rank - 2);
  const before = size.map((k, i) => place(node.text('padding', ''), shape[i + 1]!, k, strides[i]!, dilations[i]!, []).before);
  const result = fromIndex(shape, () => 0);
  const steps = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, extent) => product * extent, 1));
  for (const index of grid(image.shape)) {
    const channel = index[rank - 1]!;
    for (const offset of grid(size)) {
      const pixel = offset.map((k, i) => index[i + 1]! * strides[i]! + k * dilations[i]! - before[i]!);
      if (pixel.some((p, i) => p < 0 || p >= shape[i + 1]!)) continue;
      for (let filter = 0; filter < shape[rank - 1]!; filter++) {
        const target = [index[0]!, ...pixel, filter].reduce((sum, i, axis) => sum + i * steps[axis]!, 0);
        result.data[target]! += at(image, index) * at(kernel, [...offset, filter, channel]);
      }
    }
  }
  return result;
}

export function pooling(node: Reference, kind: 'max' | 'average'): NdArray {
  const [image] = node.inputs as [NdArray];
  const rank = image.shape.length;
  const [size, strides] = [axesOf(node, rank, 'ksize'), axesOf(node, rank, 'strides')];
  const placed = size.map((k, i) => place(node.text('padding', ''), image.shape[i + 1]!, k, strides[i]!, 1, []));
  return fromIndex([image.shape[0]!, ...placed.map(({ windows }) => windows), image.shape[rank - 1]!], (index) => {
    const found: number[] = [];
    for (const offset of grid(size)) {
      const pixel = offset.map((k, i) => index[i + 1]! * strides[i]! + k - placed[i]!.before);
      if (pixel.every((x, i) => x >= 0 && x < image.shape[i + 1]!))
        found.push(at(image, [index[0]!, ...pixel, index[rank - 1]!]));
    }
    return kind === 'max' ? Math.max(...found) : found.reduce((a, b) => a + b, 0) / found.length;
  });
}

/** Phases of an image as images of their own, in the batch. */
export function spaceToBatch({ inputs }: Reference): NdArray {
  const [image, block, pads] = inputs as [NdArray, NdArray, NdArray];
  const [by, bx] = Array.from(block.data) as [number, number];
  const [top, bottom, left, right] = Array.from(pads.data) as [number, number, number, number];
  const [n, height, width, channels] = image.shape as [number, number, number, number];
  return fromIndex([n * by * bx, (height + top + bottom) / by, (width + left + right) / bx, channels], ([b, y, x, c]) => {
    const phase = Math.floor(b! / n);
    const row = y! * by + Math.floor(phase / bx) - top;
    const column = x! * bx + (phase % bx) - left;
    return row < 0 || column < 0 || row >= height || column >= width ? 0 : at(image, [b! % n, row, column, c!]);
  });
}

export function batchToSpace({ inputs }: Reference): NdArray {
  const [image, block, crops] = inputs as [NdArray, NdArray, NdArray];
  const [by, bx] = Array.from(block.data) as [number, number];
  const [top, bottom, left, right] = Array.from(crops.data) as [number, number, number, number];
  const [batch, height, width, channels] = image.shape as [number, number, number, number];
  const n = batch / (by * bx);
  return fromIndex([n, height * by - top - bottom, width * bx - left - right, channels], ([b, y, x, c]) => {
    const [row, column] = [y! + top, x! + left];
    const phase = (row % by) * bx + (column % bx);
    return at(image, [phase * n + b!, Math.floor(row / by), Math.floor(column / bx), c!]);
  });
}
