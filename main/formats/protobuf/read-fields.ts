/** One field of a protobuf message; which of the values is there follows from `wire`. */
export interface WireField {
  readonly number: number;
  /** 0 = varint, 1 = 64 bits, 2 = bytes, 5 = 32 bits. */
  readonly wire: 0 | 1 | 2 | 5;
  /** Varints, as unsigned 64 bits. */
  readonly varint: bigint;
  /** Payload of wire types 1, 2 and 5; a view, not a copy. */
  readonly bytes: Uint8Array;
}

/** The bytes are no protobuf message. */
export class WireError extends Error {
  constructor(what: string) {
    super(`Not a protobuf message: ${what}.`);
    this.name = 'WireError';
  }
}

const NOTHING = new Uint8Array(0);

/** The fields of a message in their order. Throws WireError; looks at no more than the fields taken from it. */
export function* readFields(message: Uint8Array): Generator<WireField> {
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      if (at >= message.length) throw new WireError('a number is cut off');
      const byte = message[at++]!;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new WireError('a number is longer than ten bytes');
  };
  const take = (length: number): Uint8Array => {
    if (length > message.length - at) throw new WireError('a field is cut off');
    at += length;
    return message.subarray(at - length, at);
  };
  while (at < message.length) {
    const tag = varint();
    const number = Number(tag >> 3n);
    if (number < 1 || number > 0x1fffffff) throw new WireError(`there is no field ${number}`);
    switch (Number(tag & 7n)) {
      case 0:
        yield { number, wire: 0, varint: varint(), bytes: NOTHING };
        break;
      case 1:
        yield { number, wire: 1, varint: 0n, bytes: take(8) };
        break;
      case 2: {
        const length = varint();
        if (length > BigInt(message.length)) throw new WireError('a field is cut off');
        yield { number, wire: 2, varint: 0n, bytes: take(Number(length)) };
        break;
      }
      case 5:
        yield { number, wire: 5, varint: 0n, bytes: take(4) };
        break;
      default:
        throw new WireError(`field ${number} has a type that does not exist`);
    }
  }
}

/** Number of a varint that is meant as a signed 64-bit integer, as safe as doubles are. */
export function signed(varint: bigint): number {
  return Number(BigInt.asIntN(64, varint));
}

export function utf8(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

/** Integers of a repeated field, packed or one by one. */
export function integers(field: WireField): number[] {
  if (field.wire === 0) return [signed(field.varint)];
  const values: number[] = [];
  let value = 0n;
  let shift = 0n;
  for (const byte of field.bytes) {
    value |= BigInt(byte & 0x7f) << shift;
    shift += 7n;
    if (shift > 70n) throw new WireError('a number is longer than ten bytes');
    if (byte >= 0x80) continue;
    values.push(signed(BigInt.asUintN(64, value)));
    value = 0n;
    shift = 0n;
  }
  if (shift > 0n) throw new WireError('a number is cut off');
  return values;
}
