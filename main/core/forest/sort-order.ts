const DIGIT_BITS = 11;
const DIGITS = 2 ** DIGIT_BITS;

/**
 * Finds ascending orders of float32 columns of one length, by a radix sort in three passes over an integer that orders as the
 * value does (-0 before 0). About ten times as fast as sorting numbers, and it yields the places rather than the values.
 */
export class ColumnSorter {
  readonly #keys: Uint32Array<ArrayBuffer>;
  readonly #otherKeys: Uint32Array<ArrayBuffer>;
  readonly #order: Uint32Array<ArrayBuffer>;
  readonly #otherOrder: Uint32Array<ArrayBuffer>;
  readonly #starts = new Uint32Array(DIGITS);

  constructor(length: number) {
    this.#keys = new Uint32Array(length);
    this.#otherKeys = new Uint32Array(length);
    this.#order = new Uint32Array(length);
    this.#otherOrder = new Uint32Array(length);
  }

  /** Places of the column's values from smallest to largest, equal ones in their order. Valid until the next call. */
  order(column: Float32Array<ArrayBuffer>): Uint32Array {
    const bits = new Uint32Array(column.buffer, column.byteOffset, column.length);
    const keys = this.#keys;
    for (let i = 0; i < bits.length; i++) {
      keys[i] = bits[i] ^ ((bits[i] | 0) < 0 ? 0xffffffff : 0x80000000);
      this.#order[i] = i;
    }
    this.#pass(keys, this.#order, this.#otherKeys, this.#otherOrder, 0);
    this.#pass(this.#otherKeys, this.#otherOrder, keys, this.#order, DIGIT_BITS);
    this.#pass(keys, this.#order, this.#otherKeys, this.#otherOrder, 2 * DIGIT_BITS);
    return this.#otherOrder;
  }

  #pass(keys: Uint32Array, order: Uint32Array, toKeys: Uint32Array, toOrder: Uint32Array, shift: number): void {
    const starts = this.#starts.fill(0);
    for (let i = 0; i < keys.length; i++) starts[(keys[i] >>> shift) & (DIGITS - 1)]++;
    for (let digit = 0, sum = 0; digit < DIGITS; digit++) {
      const count = starts[digit];
      starts[digit] = sum;
      sum += count;
    }
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      const to = starts[(key >>> shift) & (DIGITS - 1)]++;
      toKeys[to] = key;
      toOrder[to] = order[i];
    }
  }
}
