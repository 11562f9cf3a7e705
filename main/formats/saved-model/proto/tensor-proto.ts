import { integers, readFields, signed, utf8, type WireField } from '../../protobuf/read-fields.ts';
import { SavedModelDamage } from '../damage.ts';
import { brainFloat, decodeElements, type ElementType, halfFloat, storedType } from './data-type.ts';
import { elementCount, readFixedShape } from './tensor-shape.ts';

/** A tensor written into the graph. */
export interface TensorProto {
  readonly type: ElementType;
  readonly shape: readonly number[];
  /** Elements in row-major order; those of texts are in `texts`. */
  readonly data: Float32Array | number[];
  readonly texts: readonly string[];
}

/** `allocate` is asked before memory for that many elements is taken, and throws where there are too many. */
export function readTensorProto(bytes: Uint8Array, allocate: (elements: number) => void): TensorProto {
  let type = 0;
  let shape: number[] = [];
  let content: Uint8Array | null = null;
  const listed: number[] = [];
  const texts: string[] = [];
  for (const field of readFields(bytes)) {
    if (field.number === 1 && field.wire === 0) type = Number(field.varint);
    else if (field.number === 2 && field.wire === 2) shape = readFixedShape(field.bytes);
    else if (field.number === 4 && field.wire === 2) content = field.bytes;
    else if (field.number === 8 && field.wire === 2) texts.push(utf8(field.bytes));
    else readValues(field, listed);
  }
  const stored = storedType(type);
  const count = elementCount(shape);
  if (stored.bytes === 0) return { type: stored.type, shape, data: [], texts };
  allocate(count);
  if (content !== null && content.length > 0) {
    if (content.length !== count * stored.bytes) {
      throw new SavedModelDamage(`a constant has ${content.length} bytes instead of ${count * stored.bytes}`);
    }
    return { type: stored.type, shape, data: decodeElements(content, stored), texts };
  }
  if (listed.length > count) throw new SavedModelDamage(`a constant lists ${listed.length} values for ${count} elements`);
  const decode = stored.form === 'f16' ? halfFloat : stored.form === 'bf16' ? brainFloat : (value: number) => value;
  const last = listed.length === 0 ? 0 : decode(listed.at(-1)!);
  const data: Float32Array | number[] = stored.type === 'float' ? new Float32Array(count) : new Array<number>(count);
  for (let i = 0; i < count; i++) data[i] = i < listed.length ? decode(listed[i]!) : last;
  return { type: stored.type, shape, data, texts };
}

/** Appends the values of one of the typed lists. */
function readValues(field: WireField, into: number[]): void {
  const { number, wire, bytes } = field;
  if (number === 5 || number === 6) {
    const size = number === 5 ? 4 : 8;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (wire === 0 || bytes.length % size !== 0) throw new SavedModelDamage('a constant has a value that is cut off');
    for (let at = 0; at < bytes.length; at += size) into.push(size === 4 ? view.getFloat32(at, true) : view.getFloat64(at, true));
  } else if ((number === 7 || number === 10 || number === 11 || number === 13 || number === 16) && (wire === 0 || wire === 2)) {
    if (wire === 0) into.push(signed(field.varint));
    else for (const value of integers(field)) into.push(value);
  }
}
