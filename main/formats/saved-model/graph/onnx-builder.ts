import type { AttributeValue, ONNX_TYPES, WrittenNode, WrittenTensor } from '../../onnx/write-onnx.ts';
import { LIMITS } from '../limits.ts';
import { elementCount } from '../proto/tensor-shape.ts';
import { allKnown, type Dim, type DimSymbol } from './dim.ts';
import type { Constant } from './value.ts';

/** The ONNX graph under construction. Names are unique and follow from the order of the calls alone. */
export interface OnnxBuilder {
  /** Name of the TensorFlow node being converted; new nodes are called after it. */
  scope: string;
  readonly nodes: WrittenNode[];
  /** Adds a node and gives the names of its outputs. */
  emit(op: string, inputs: readonly string[], attributes?: Readonly<Record<string, AttributeValue>>, outputs?: number): string[];
  /** Name of an initializer with that content, or of the nodes that compute it where extents are not known. */
  constant(constant: Constant): string;
  /** A list of 64-bit integers: an initializer, or nodes. */
  integers(values: readonly Dim[]): string;
  /** Initializers used by `nodes`, in the order of their first use. */
  initializersOf(nodes: readonly WrittenNode[]): WrittenTensor[];
  /** Content of an initializer; null where the name is something else. */
  initializer(name: string): Constant | null;
  /** A name like `hint` that nothing has yet. */
  unique(hint: string): string;
}

export function createOnnxBuilder(): OnnxBuilder {
  const taken = new Map<string, number>();
  const names = new Map<Constant, string>();
  const lists = new Map<string, string>();
  const contents = new Map<string, Constant>();
  const extents = new Map<DimSymbol, string>();

  const builder: OnnxBuilder = {
    scope: '',
    nodes: [],
    unique(hint) {
      const seen = taken.get(hint);
      taken.set(hint, (seen ?? 0) + 1);
      if (seen === undefined) return hint;
      return builder.unique(`${hint}_${seen}`);
    },
    emit(op, inputs, attributes = {}, outputs = 1) {
      const name = builder.unique(builder.scope === '' ? op : `${builder.scope.slice(-LIMITS.nameLength)}/${op}`);
      const results = Array.from({ length: outputs }, (_, i) => builder.unique(`${name}:${i}`));
      builder.nodes.push({ name, op, inputs, outputs: results, attributes });
      return results;
    },
    constant(constant) {
      const known = names.get(constant);
      if (known !== undefined) return known;
      const name = isFixed(constant) ? addInitializer(constant) : computed(constant);
      names.set(constant, name);
      return name;
    },
    integers(values) {
      const key = allKnown(values) ? values.join(' ') : null;
      const known = key === null ? undefined : lists.get(key);
      if (known !== undefined) return known;
      const name = builder.constant({ kind: 'constant', type: 'int', shape: [values.length], data: values });
      if (key !== null) lists.set(key, name);
      return name;
    },
    initializersOf(nodes) {
      const used = new Set(nodes.flatMap(({ inputs }) => inputs));
      return [...used].flatMap((name) => {
        const constant = contents.get(name);
        return constant === undefined ? [] : [{ name, type: constant.type, shape: constant.shape, raw: rawElements(constant) }];
      });
    },
    initializer: (name) => contents.get(name) ?? null,
  };

  function addInitializer(constant: Constant): string {
    const name = builder.unique(builder.scope === '' ? 'constant' : `${builder.scope.slice(-LIMITS.nameLength)}/constant`);
    contents.set(name, constant);
    return name;
  }

  /** A list of one extent. */
  function extent(dim: Dim): string {
    if (typeof dim === 'number') return builder.integers([dim]);
    let name = symbol(dim.symbol);
    if (dim.times !== 1) [name] = builder.emit('Mul', [name, builder.integers([dim.times])]) as [string];
    if (dim.plus !== 0) [name] = builder.emit('Add', [name, builder.integers([dim.plus])]) as [string];
    return name;
  }

  function symbol(one: DimSymbol): string {
    const known = extents.get(one);
    if (known !== undefined) return known;
    const { from } = one;
    const [name] =
      'input' in from
        ? builder.emit('Gather', [builder.emit('Shape', [from.input])[0]!, builder.integers([from.axis])], { axis: 0 })
        : builder.emit(DIM_NODES[from.op], [extent(from.a), extent(from.b)]);
    extents.set(one, name!);
    return name!;
  }

  function computed({ shape, data }: Constant): string {
    const parts = Array.from(data as ArrayLike<Dim>, extent);
    const [list] = parts.length === 1 ? parts : builder.emit('Concat', parts, { axis: 0 });
    return shape.length === 1 ? list! : builder.emit('Reshape', [list!, builder.integers(shape)])[0]!;
  }

  return builder;
}

const DIM_NODES = { add: 'Add', multiply: 'Mul', divide: 'Div', most: 'Max', least: 'Min' } as const;

function isFixed({ data }: Constant): boolean {
  if (data instanceof Float32Array) return true;
  for (let i = 0; i < data.length; i++) if (typeof data[i] !== 'number') return false;
  return true;
}

/** Elements as ONNX stores them: floats in 4 bytes, integers in 8, booleans in 1; little-endian. */
function rawElements({ type, shape, data }: Constant): Uint8Array {
  const count = elementCount(shape);
  const numbers = data as ArrayLike<number>;
  switch (type satisfies keyof typeof ONNX_TYPES) {
    case 'float': {
      const floats = data instanceof Float32Array ? data : Float32Array.from(numbers);
      return new Uint8Array(floats.buffer, floats.byteOffset, count * 4);
    }
    case 'int':
      return new Uint8Array(BigInt64Array.from(Array.from(numbers, (value) => BigInt(value))).buffer);
    case 'bool':
      return Uint8Array.from(numbers);
  }
}
