import { integers, readFields, signed, utf8, type WireField } from '../../protobuf/read-fields.ts';
import { SavedModelDamage } from '../damage.ts';

/** Value of an attribute of a node; which part is set follows from the attribute. */
export interface Attribute {
  readonly text: string | null;
  readonly integer: number | null;
  readonly float: number | null;
  readonly bool: boolean | null;
  /** Number of an element type. */
  readonly type: number | null;
  /** TensorProto, not read yet. */
  readonly tensor: Uint8Array | null;
  /** Name of a function. */
  readonly func: string | null;
  readonly integers: readonly number[];
  /** Names of functions. */
  readonly functions: readonly string[];
}

export type Attributes = ReadonlyMap<string, Attribute>;

/** Reads one entry of the map of attributes of a node into `into`. */
export function readAttribute(entry: Uint8Array, into: Map<string, Attribute>): void {
  let name = '';
  let value: Uint8Array = new Uint8Array(0);
  for (const field of readFields(entry)) {
    if (field.number === 1 && field.wire === 2) name = utf8(field.bytes);
    else if (field.number === 2 && field.wire === 2) value = field.bytes;
  }
  into.set(name, readValue(value));
}

function readValue(bytes: Uint8Array): Attribute {
  const found: { -readonly [Key in keyof Attribute]: Attribute[Key] } = {
    text: null,
    integer: null,
    float: null,
    bool: null,
    type: null,
    tensor: null,
    func: null,
    integers: [],
    functions: [],
  };
  for (const field of readFields(bytes)) {
    const { number, wire } = field;
    if (number === 1 && wire === 2) Object.assign(found, readList(field.bytes));
    else if (number === 2 && wire === 2) found.text = utf8(field.bytes);
    else if (number === 3 && wire === 0) found.integer = signed(field.varint);
    else if (number === 4 && wire === 5) found.float = floatOf(field);
    else if (number === 5 && wire === 0) found.bool = field.varint !== 0n;
    else if (number === 6 && wire === 0) found.type = Number(field.varint);
    else if (number === 8 && wire === 2) found.tensor = field.bytes;
    else if (number === 10 && wire === 2) found.func = functionName(field.bytes);
  }
  return found;
}

function floatOf({ bytes }: WireField): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getFloat32(0, true);
}

function readList(bytes: Uint8Array): Pick<Attribute, 'integers' | 'functions'> {
  const values: number[] = [];
  const functions: string[] = [];
  for (const field of readFields(bytes)) {
    if (field.number === 3 && (field.wire === 0 || field.wire === 2)) for (const value of integers(field)) values.push(value);
    if (field.number === 9 && field.wire === 2) functions.push(functionName(field.bytes));
  }
  return { integers: values, functions };
}

/** Name in a NameAttrList. */
function functionName(bytes: Uint8Array): string {
  for (const field of readFields(bytes)) if (field.number === 1 && field.wire === 2) return utf8(field.bytes);
  throw new SavedModelDamage('a call names no function');
}
