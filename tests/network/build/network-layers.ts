import { type WrittenGraph, type WrittenNode, type WrittenTensor, writeOnnx } from '../../../main/formats/onnx/write-onnx.ts';
import { seededNumbers } from '../../formats/seeded-numbers.ts';

/** A value of a network under construction, channels second as ONNX has them. */
export interface Layer {
  readonly name: string;
  readonly channels: number;
}

/** Builds networks of tests: channels-last at both ends, free extents, seeded weights. */
export interface NetworkLayers {
  readonly input: Layer;
  /** Zero-padded convolution; `size` is odd. */
  conv(from: Layer, channels: number, size?: number): Layer;
  relu(from: Layer): Layer;
  maxPool(from: Layer): Layer;
  averagePool(from: Layer): Layer;
  /** Twice the extents, by a transposed convolution whose kernels do not overlap. */
  upConv(from: Layer, channels: number): Layer;
  /** Twice the extents, each pixel four times. */
  upNearest(from: Layer): Layer;
  concat(first: Layer, second: Layer): Layer;
  softmax(from: Layer): Layer;
  sigmoid(from: Layer): Layer;
  /** Mean over the plane, for classification: shape (1, channels, 1, 1). */
  globalMean(from: Layer): Layer;
  /** x − mean of the tile. */
  lessTileMean(from: Layer): Layer;
  graph(output: Layer): WrittenGraph;
  onnx(output: Layer): Uint8Array;
}

export interface LayerOptions {
  readonly channels: number;
  readonly seed: number;
  /** 3 for networks that see several planes at once. */
  readonly axes?: 2 | 3;
  /** Extents in the graph, (z,) y, x; free when left out. */
  readonly extents?: readonly number[];
  readonly outputExtents?: readonly number[];
}

export function createNetworkLayers({ channels, seed, axes = 2, extents, outputExtents }: LayerOptions): NetworkLayers {
  const random = seededNumbers(seed);
  const nodes: WrittenNode[] = [];
  const initializers: WrittenTensor[] = [];
  let count = 0;
  const along = (value: number): number[] => new Array<number>(axes).fill(value);

  function node(op: string, inputs: readonly string[], attributes: WrittenNode['attributes'] = {}): string {
    const name = `${op}_${count++}`;
    nodes.push({ name, op, inputs, outputs: [name], attributes });
    return name;
  }

  function tensor(shape: readonly number[], values: Float32Array): string {
    const name = `weights_${count++}`;
    initializers.push({ name, type: 'float', shape, raw: new Uint8Array(values.buffer, values.byteOffset, values.byteLength) });
    return name;
  }

  const weights = (shape: readonly number[], fanIn: number): string => {
    const length = shape.reduce((product, extent) => product * extent, 1);
    const range = 2 * Math.sqrt(3 / fanIn);
    return tensor(
      shape,
      Float32Array.from({ length }, () => (random() - 0.5) * range),
    );
  };

  const last = [0, ...along(0).map((_, i) => i + 2), 1];
  const second = [0, axes + 1, ...along(0).map((_, i) => i + 1)];
  const input = { name: node('Transpose', ['input'], { perm: second }), channels };

  const layers: NetworkLayers = {
    input,
    conv(from, to, size = 3) {
      const kernel = weights([to, from.channels, ...along(size)], from.channels * size ** axes);
      const attributes = { kernel_shape: along(size), pads: [...along((size - 1) / 2), ...along((size - 1) / 2)] };
      return { name: node('Conv', [from.name, kernel, weights([to], 4)], attributes), channels: to };
    },
    relu: (from) => ({ ...from, name: node('Relu', [from.name]) }),
    maxPool: (from) => ({ ...from, name: node('MaxPool', [from.name], { kernel_shape: along(2), strides: along(2) }) }),
    averagePool: (from) => ({ ...from, name: node('AveragePool', [from.name], { kernel_shape: along(2), strides: along(2) }) }),
    upConv(from, to) {
      const kernel = weights([from.channels, to, ...along(2)], from.channels);
      const name = node('ConvTranspose', [from.name, kernel], { kernel_shape: along(2), strides: along(2) });
      return { name, channels: to };
    },
    upNearest(from) {
      const scales = tensor([axes + 2], Float32Array.from([1, 1, ...along(2)]));
      const attributes = { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' };
      return {
        ...from,
        name: node('Resize', [from.name, tensor([2 * (axes + 2)], new Float32Array(2 * (axes + 2))), scales], attributes),
      };
    },
    concat: (first, other) => ({
      name: node('Concat', [first.name, other.name], { axis: 1 }),
      channels: first.channels + other.channels,
    }),
    // In operator set 12 the axes from the given one on count as one, so the channels must be the last.
    softmax(from) {
      const sharedOut = node('Softmax', [node('Transpose', [from.name], { perm: last })], { axis: axes + 1 });
      return { ...from, name: node('Transpose', [sharedOut], { perm: second }) };
    },
    sigmoid: (from) => ({ ...from, name: node('Sigmoid', [from.name]) }),
    globalMean: (from) => ({ ...from, name: node('GlobalAveragePool', [from.name]) }),
    lessTileMean(from) {
      const mean = node('ReduceMean', [from.name], { axes: along(0).map((_, i) => i + 2), keepdims: 1 });
      return { ...from, name: node('Sub', [from.name, mean]) };
    },
    graph(output) {
      const named = ['z', 'y', 'x'].slice(3 - axes);
      const end: WrittenNode = {
        ...{ name: 'output', op: 'Transpose', inputs: [output.name], outputs: ['output'] },
        attributes: { perm: last },
      };
      return {
        name: 'test',
        nodes: [...nodes, end],
        initializers,
        inputs: [{ name: 'input', type: 'float', shape: ['batch', ...(extents ?? named), channels] }],
        outputs: [
          {
            name: 'output',
            type: 'float',
            shape: ['batch', ...(outputExtents ?? extents ?? named.map((axis) => `${axis}_out`)), output.channels],
          },
        ],
      };
    },
    onnx: (output) => writeOnnx(layers.graph(output)),
  };
  return layers;
}
