import type { ONNX_TYPES, WrittenValue } from '../onnx/write-onnx.ts';
import { OperatorRefusal, SavedModelDamage } from './damage.ts';
import type { Conversion } from './graph/conversion.ts';
import { type Dim, sameDim } from './graph/dim.ts';
import type { Tensor } from './graph/value.ts';
import { storedType } from './proto/data-type.ts';
import type { SignatureTensor } from './proto/saved-model-proto.ts';

export interface NetworkInput {
  /** How it is declared in ONNX. */
  readonly declared: WrittenValue;
  /** What the graph works on. */
  readonly tensor: Tensor;
}

/** Names of axes that are left open, by the number of axes. */
const AXES: Readonly<Record<number, readonly string[]>> = {
  4: ['batch', 'height', 'width', 'channels'],
  5: ['batch', 'depth', 'height', 'width', 'channels'],
};

/** Types of inputs, by their number in the format; those in half or double precision are given in single. */
const INPUT_TYPES: Readonly<Record<number, keyof typeof ONNX_TYPES>> = {
  1: 'float',
  2: 'float',
  3: 'int32',
  4: 'uint8',
  9: 'int',
  10: 'bool',
  14: 'float',
  19: 'float',
};

/** Declares an input of the signature. `batch` replaces its first extent where that is open. Throws SavedModelDamage, OperatorRefusal. */
export function declareInput(
  conversion: Conversion,
  { key, type, shape }: SignatureTensor,
  first: boolean,
  batch: number | null,
): NetworkInput {
  const declaredType = INPUT_TYPES[type];
  if (declaredType === undefined) throw new OperatorRefusal(`with inputs of the type ${storedType(type).type}`);
  if (shape === null) throw new OperatorRefusal('with an input of any number of axes');
  if (shape.some((extent) => extent === 0)) throw new SavedModelDamage(`its input ${key} is empty`);
  const { onnx, dims } = conversion;
  const name = onnx.unique(key === '' ? 'input' : key);
  const fixed = shape.map((extent, axis) => (extent === null && axis === 0 && batch !== null ? batch : extent));
  const extents = fixed.map((extent, axis): Dim => extent ?? dims.input(name, axis));
  const declared = {
    name,
    type: declaredType,
    shape: fixed.map((extent, axis) => extent ?? `${first ? '' : `${name}_`}${AXES[shape.length]?.[axis] ?? `axis${axis}`}`),
  };
  const tensor: Tensor = {
    kind: 'tensor',
    name,
    type: declaredType === 'float' || declaredType === 'bool' ? declaredType : 'int',
    shape: extents,
    moved: false,
  };
  if (declaredType !== 'uint8' && declaredType !== 'int32') return { declared, tensor };
  return { declared, tensor: { ...tensor, name: onnx.emit('Cast', [name], { to: INT64 })[0]! } };
}

const INT64 = 7;

/** Shape of an output for ONNX: extents that are those of an input have its names, others that are open have none. */
export function declareShape(shape: readonly Dim[], inputs: readonly NetworkInput[]): (number | string | null)[] {
  return shape.map((extent) => {
    if (typeof extent === 'number') return extent;
    for (const { declared, tensor } of inputs) {
      const axis = tensor.shape.findIndex((own) => sameDim(own, extent));
      if (axis >= 0) return declared.shape[axis]!;
    }
    return null;
  });
}
