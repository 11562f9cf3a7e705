import { SavedModelDamage } from '../damage.ts';

/** Element types as the converter tells them apart: all floats are computed in single precision, all integers in 64 bits. */
export type ElementType = 'float' | 'int' | 'bool' | 'text' | 'resource' | 'variant';

interface StoredType {
  readonly type: ElementType;
  /** Bytes of an element; 0 where elements have no fixed size. */
  readonly bytes: number;
  /** How elements are stored. */
  readonly form: 'f32' | 'f64' | 'f16' | 'bf16' | 'i8' | 'u8' | 'i16' | 'u16' | 'i32' | 'u32' | 'i64' | 'none';
}

/** Types by their number in the format. */
const TYPES: ReadonlyMap<number, StoredType> = new Map([
  [1, { type: 'float', bytes: 4, form: 'f32' }],
  [2, { type: 'float', bytes: 8, form: 'f64' }],
  [3, { type: 'int', bytes: 4, form: 'i32' }],
  [4, { type: 'int', bytes: 1, form: 'u8' }],
  [5, { type: 'int', bytes: 2, form: 'i16' }],
  [6, { type: 'int', bytes: 1, form: 'i8' }],
  [7, { type: 'text', bytes: 0, form: 'none' }],
  [9, { type: 'int', bytes: 8, form: 'i64' }],
  [10, { type: 'bool', bytes: 1, form: 'u8' }],
  [14, { type: 'float', bytes: 2, form: 'bf16' }],
  [17, { type: 'int', bytes: 2, form: 'u16' }],
  [19, { type: 'float', bytes: 2, form: 'f16' }],
  [20, { type: 'resource', bytes: 0, form: 'none' }],
  [21, { type: 'variant', bytes: 0, form: 'none' }],
  [22, { type: 'int', bytes: 4, form: 'u32' }],
] as const satisfies readonly (readonly [number, StoredType])[]);

/** Throws SavedModelDamage for a number that is no type. */
export function storedType(number: number): StoredType {
  const type = TYPES.get(number);
  if (type === undefined) throw new SavedModelDamage(`a tensor has the element type ${number}, which Grove does not know`);
  return type;
}

/** Elements stored one after another, little-endian, as numbers. 64-bit integers beyond 2^53 lose their last digits. */
export function decodeElements(bytes: Uint8Array, { type, form, bytes: size }: StoredType): Float32Array | number[] {
  const count = Math.floor(bytes.length / Math.max(size, 1));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (form === 'f32') {
    const copy = new Uint8Array(count * 4);
    copy.set(bytes.subarray(0, count * 4));
    return new Float32Array(copy.buffer);
  }
  const read = READERS[form];
  const out: Float32Array | number[] = type === 'float' ? new Float32Array(count) : new Array<number>(count);
  for (let i = 0; i < count; i++) out[i] = read(view, i * size);
  return out;
}

const READERS: Readonly<Record<Exclude<StoredType['form'], 'f32'>, (view: DataView, at: number) => number>> = {
  f64: (view, at) => view.getFloat64(at, true),
  f16: (view, at) => halfFloat(view.getUint16(at, true)),
  bf16: (view, at) => brainFloat(view.getUint16(at, true)),
  i8: (view, at) => view.getInt8(at),
  u8: (view, at) => view.getUint8(at),
  i16: (view, at) => view.getInt16(at, true),
  u16: (view, at) => view.getUint16(at, true),
  i32: (view, at) => view.getInt32(at, true),
  u32: (view, at) => view.getUint32(at, true),
  i64: (view, at) => Number(view.getBigInt64(at, true)),
  none: () => {
    throw new SavedModelDamage('a tensor of texts or handles is used as numbers');
  },
};

/** IEEE 754 half precision from its bits. */
export function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The upper half of a single precision float, from its bits. */
export function brainFloat(bits: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, bits << 16);
  return view.getFloat32(0);
}
