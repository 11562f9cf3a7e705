import type { AttributeSpec } from './writer/graph-spec.ts';
import type { NetworkBuilder } from './writer/network-builder.ts';

type Builder = NetworkBuilder;
type Attributes = Readonly<Record<string, AttributeSpec>>;

// Layers of Keras as the nodes that it writes for them in use.

const ONES = { strides: { ints: [1, 1, 1, 1] } };

export function conv2d(b: Builder, from: string, channels: number, filters: number, size = 3): string {
  const scale = 1 / Math.sqrt(size * size * channels);
  const kernel = b.weight([size, size, channels, filters], -scale, scale);
  const convolved = b.node('Conv2D', [from, kernel], { padding: { text: 'SAME' }, ...ONES }, { name: 'conv2d/Conv2D' });
  return b.node('BiasAdd', [convolved, b.weight([filters], -0.2, 0.2)], {}, { name: 'conv2d/BiasAdd' });
}

export function batchNormalisation(b: Builder, from: string, channels: number): string {
  const inputs = [
    from,
    b.weight([channels], 0.5, 1.5),
    b.weight([channels]),
    b.weight([channels], -0.3, 0.3),
    b.weight([channels], 0.2, 1),
  ];
  const attributes = { is_training: { bool: false }, epsilon: { float: 0.001 } };
  return b.node('FusedBatchNormV3', inputs, attributes, { name: 'batch_normalization/FusedBatchNormV3', output: 'y' });
}

/** Of the tile itself, as some networks keep it. */
export function trainingNormalisation(b: Builder, from: string, channels: number): string {
  const none = b.floats([], [0]);
  const inputs = [from, b.weight([channels], 0.5, 1.5), b.weight([channels]), none, none];
  return b.node('FusedBatchNormV3', inputs, { epsilon: { float: 0.001 } }, { output: 'y' });
}

export function dropout(b: Builder, from: string): string {
  return b.node('Identity', [from], {}, { name: 'dropout/Identity' });
}

export function maxPooling(b: Builder, from: string): string {
  return b.node('MaxPool', [from], {
    padding: { text: 'VALID' },
    ksize: { ints: [1, 2, 2, 1] },
    strides: { ints: [1, 2, 2, 1] },
  });
}

/** One extent of a tensor. */
export function extent(b: Builder, from: string, axis: number): string {
  const shape = b.node('Shape', [from]);
  return b.node('StridedSlice', [shape, b.integers([axis]), b.integers([axis + 1]), b.integers([1])], {
    shrink_axis_mask: { int: 1 },
  });
}

/** Twice as large, by a 2 × 2 kernel with stride 2. */
export function conv2dTranspose(b: Builder, from: string, channels: number, filters: number): string {
  const twice = (axis: number) => b.node('Mul', [extent(b, from, axis), b.integers(2)]);
  const size = b.node('Pack', [extent(b, from, 0), twice(1), twice(2), b.integers(filters)]);
  const attributes = { padding: { text: 'SAME' }, strides: { ints: [1, 2, 2, 1] } };
  const enlarged = b.node('Conv2DBackpropInput', [size, b.weight([2, 2, filters, channels], -0.4, 0.4), from], attributes);
  return b.node('BiasAdd', [enlarged, b.weight([filters], -0.2, 0.2)]);
}

export function upSampling(b: Builder, from: string, op: 'ResizeNearestNeighbor' | 'ResizeBilinear'): string {
  const own = b.node('StridedSlice', [b.node('Shape', [from]), b.integers([1]), b.integers([3]), b.integers([1])]);
  return b.node(op, [from, b.node('Mul', [own, b.integers([2, 2])])], { half_pixel_centers: { bool: true } });
}

export function concatenate(b: Builder, ...parts: string[]): string {
  return b.node('ConcatV2', [...parts, b.integers(3)]);
}

/** A softmax written out, as Keras does over axes that it is told. */
export function softmaxWritten(b: Builder, from: string): string {
  const keep: Attributes = { keep_dims: { bool: true } };
  const least = b.node('Sub', [from, b.node('Max', [from, b.integers([-1])], keep)]);
  const raised = b.node('Exp', [least]);
  return b.node('RealDiv', [raised, b.node('Sum', [raised, b.integers([-1])], keep)]);
}

/** (x − mean) / max(deviation, 1 / √count) over `axes`, as TensorFlow standardises an image. */
export function standardise(b: Builder, from: string, axes: readonly number[]): string {
  const keep: Attributes = { keep_dims: { bool: true } };
  const over = b.integers(axes);
  const mean = b.node('Mean', [from, over], keep);
  const centred = b.node('Sub', [from, mean]);
  const variance = b.node('Mean', [b.node('Square', [centred]), over], keep);
  const last3 = b.node('StridedSlice', [b.node('Shape', [from]), b.integers([-3]), b.integers([0]), b.integers([1])], {
    end_mask: { int: 1 },
  });
  const count = b.node('Cast', [b.node('Prod', [last3, b.integers([0])])], { DstT: { type: 1 } });
  const deviation = b.node('Maximum', [b.node('Sqrt', [variance]), b.node('Rsqrt', [count])]);
  return b.node('RealDiv', [centred, deviation]);
}
