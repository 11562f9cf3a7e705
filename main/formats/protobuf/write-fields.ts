/** A protobuf message being written: pieces in their order, joined once. */
export interface MessageWriter {
  /** Integer, also a negative one (ten bytes then). */
  integer(field: number, value: number | bigint): void;
  /** Single precision float. */
  float(field: number, value: number): void;
  /** A repeated field, one tag for each value. Safe integers, also negative ones. */
  integers(field: number, values: ArrayLike<number>): void;
  /** A repeated field of single precision floats, one tag for each value. */
  floats(field: number, values: Float32Array): void;
  text(field: number, value: string): void;
  /** Bytes are kept as they are, not copied, until `write`. */
  bytes(field: number, value: Uint8Array): void;
  message(field: number, value: MessageWriter): void;
  /** Length in bytes. */
  size(): number;
  /** Appends all pieces to `pieces`. */
  collect(pieces: Uint8Array[]): void;
  /** The message as one array. */
  write(): Uint8Array;
}

/** Starts an empty message. Fields are written in the order of the calls, so equal calls give equal bytes. */
export function createMessage(): MessageWriter {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const push = (piece: Uint8Array): void => {
    pieces.push(piece);
    length += piece.length;
  };
  const tag = (field: number, wire: number): void => push(encodeVarint(BigInt(field * 8 + wire)));
  const writer: MessageWriter = {
    integer(field, value) {
      tag(field, 0);
      push(encodeVarint(BigInt.asUintN(64, BigInt(value))));
    },
    float(field, value) {
      tag(field, 5);
      const piece = new Uint8Array(4);
      new DataView(piece.buffer).setFloat32(0, value, true);
      push(piece);
    },
    integers(field, values) {
      push(repeatedVarints(encodeVarint(BigInt(field * 8)), values));
    },
    floats(field, values) {
      const head = encodeVarint(BigInt(field * 8 + 5));
      const piece = new Uint8Array(values.length * (head.length + 4));
      const view = new DataView(piece.buffer);
      for (let i = 0, at = 0; i < values.length; i++, at += 4) {
        piece.set(head, at);
        at += head.length;
        view.setFloat32(at, values[i]!, true);
      }
      push(piece);
    },
    text(field, value) {
      writer.bytes(field, Buffer.from(value, 'utf8'));
    },
    bytes(field, value) {
      tag(field, 2);
      push(encodeVarint(BigInt(value.length)));
      push(value);
    },
    message(field, value) {
      tag(field, 2);
      push(encodeVarint(BigInt(value.size())));
      value.collect(pieces);
      length += value.size();
    },
    size: () => length,
    collect(into) {
      for (const piece of pieces) into.push(piece);
    },
    write() {
      const whole = new Uint8Array(length);
      let at = 0;
      for (const piece of pieces) {
        whole.set(piece, at);
        at += piece.length;
      }
      return whole;
    },
  };
  return writer;
}

/** Longest varint: ten digits hold 64 bits. */
const LONGEST = 10;

/** All values behind their tags in one piece; lists of hundreds of thousands would make as many pieces otherwise. */
function repeatedVarints(head: Uint8Array, values: ArrayLike<number>): Uint8Array {
  const piece = new Uint8Array(values.length * (head.length + LONGEST));
  let at = 0;
  for (let i = 0; i < values.length; i++) {
    piece.set(head, at);
    at += head.length;
    let rest = values[i]!;
    if (rest < 0) {
      const digits = encodeVarint(BigInt.asUintN(64, BigInt(rest)));
      piece.set(digits, at);
      at += digits.length;
      continue;
    }
    while (rest >= 128) {
      piece[at++] = (rest % 128) + 128;
      rest = Math.floor(rest / 128);
    }
    piece[at++] = rest;
  }
  return piece.slice(0, at);
}

/** Base-128 digits of an unsigned integer, least first. */
export function encodeVarint(value: bigint): Uint8Array {
  const digits: number[] = [];
  let rest = value;
  while (rest >= 128n) {
    digits.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  digits.push(Number(rest));
  return Uint8Array.from(digits);
}
