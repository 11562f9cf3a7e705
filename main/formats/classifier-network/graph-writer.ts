import type { AttributeValue, WrittenNode, WrittenTensor } from '../onnx/write-onnx.ts';

/**
 * The nodes and constants of a graph under construction. A node with the operator, inputs and attributes of an earlier one is that
 * one, and so are constants, so that what several features need is computed once. Names follow from the order of the calls alone.
 */
export interface GraphWriter {
  readonly nodes: readonly WrittenNode[];
  readonly initializers: readonly WrittenTensor[];
  /** Adds a node of one output, whose name it gives. */
  emit(op: string, inputs: readonly string[], attributes?: Readonly<Record<string, AttributeValue>>): string;
  /** Adds a node as it is, such as one with several outputs. */
  add(node: WrittenNode): void;
  /** Name of a constant of this shape, C order. */
  floats(shape: readonly number[], values: Float32Array): string;
  /** Name of a float32 scalar. */
  scalar(value: number): string;
  /** Name of a list of 64-bit integers. */
  integers(values: readonly number[]): string;
}

export function createGraphWriter(): GraphWriter {
  const nodes: WrittenNode[] = [];
  const initializers: WrittenTensor[] = [];
  const known = new Map<string, string>();
  const counts = new Map<string, number>();

  function unique(hint: string): string {
    const count = counts.get(hint) ?? 0;
    counts.set(hint, count + 1);
    return `${hint}_${count}`;
  }

  function constant(type: 'float' | 'int', shape: readonly number[], raw: Uint8Array): string {
    const key = `${type} ${shape.join('x')} ${Buffer.from(raw).toString('base64')}`;
    const there = known.get(key);
    if (there !== undefined) return there;
    const name = unique('constant');
    initializers.push({ name, type, shape, raw });
    known.set(key, name);
    return name;
  }

  const writer: GraphWriter = {
    nodes,
    initializers,
    emit(op, inputs, attributes = {}) {
      const key = JSON.stringify([op, inputs, Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1))]);
      const there = known.get(key);
      if (there !== undefined) return there;
      const name = unique(op);
      nodes.push({ name, op, inputs, outputs: [name], attributes });
      known.set(key, name);
      return name;
    },
    add: (node) => nodes.push(node),
    floats: (shape, values) => constant('float', shape, littleEndian(values)),
    scalar: (value) => constant('float', [], littleEndian(Float32Array.of(value))),
    integers(values) {
      const raw = new Uint8Array(8 * values.length);
      const view = new DataView(raw.buffer);
      for (const [i, value] of values.entries()) view.setBigInt64(8 * i, BigInt(value), true);
      return constant('int', [values.length], raw);
    },
  };
  return writer;
}

function littleEndian(values: Float32Array): Uint8Array {
  const raw = new Uint8Array(4 * values.length);
  const view = new DataView(raw.buffer);
  for (const [i, value] of values.entries()) view.setFloat32(4 * i, value, true);
  return raw;
}
