import { describe, expect, it } from 'vitest';
import { decodeWire, encodeWire } from '#contract/wire.ts';
import { GroveError } from '#core/model/error.ts';
import { utf8 } from '../../main/services/text-codec.ts';
import { seededRandom } from './seeded-random.ts';

const roundTrip = (value: unknown): unknown => decodeWire(encodeWire(value, utf8), utf8);

const kindOf = (work: () => unknown): string => {
  try {
    work();
  } catch (thrown) {
    return thrown instanceof GroveError ? thrown.kind : `not a GroveError: ${String(thrown)}`;
  }
  return 'no error';
};

describe('values', () => {
  it.each([
    null,
    true,
    'text with ümläuts, 漢字, 🌳 and \u0000',
    0,
    -1.5e-300,
    [],
    {},
    [[1, [2, [3]]], null, { a: { b: [] } }],
    { $: 1 },
    { $: { $: 'NaN' } },
    { $: [new Uint8Array([1])] },
    { $: null, other: 1 },
    [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0],
  ])('%j comes back as it was', (value) => {
    expect(roundTrip(value)).toEqual(value);
  });

  it('leaves out undefined fields as JSON does', () => {
    expect(Object.keys(roundTrip({ a: undefined, b: 1 }) as object)).toEqual(['b']);
    expect(roundTrip(undefined)).toBeNull();
  });

  it('refuses what no call may carry', () => {
    const itself: Record<string, unknown> = {};
    itself.again = itself;
    for (const value of [itself, new Map(), new Date(0), () => 1, 1n, new BigInt64Array(1), new ArrayBuffer(8)]) {
      expect(kindOf(() => encodeWire({ value }, utf8))).toBe('internal');
    }
  });
});

describe('typed arrays', () => {
  it('keep type, length and every value, wherever they hang', () => {
    const value = {
      u8: new Uint8Array([0, 127, 255]),
      i8: new Int8Array([-128, 127]),
      list: [new Uint16Array([65535]), null, { i16: new Int16Array([-32768]), empty: new Float64Array(0) }],
      u32: new Uint32Array([2 ** 32 - 1]),
      i32: new Int32Array([-(2 ** 31)]),
      f32: new Float32Array([Number.NaN, Number.POSITIVE_INFINITY, 1e-40]),
      f64: new Float64Array([Math.PI, -0]),
    };
    expect(roundTrip(value)).toStrictEqual(value);
  });

  it('are views of the message, without a copy, where it is aligned', () => {
    const bytes = encodeWire({ a: new Uint8Array(3), b: new Float64Array([1, 2]), c: new Uint16Array(5) }, utf8);
    const decoded = decodeWire(bytes, utf8) as { a: Uint8Array; b: Float64Array; c: Uint16Array };
    for (const array of [decoded.a, decoded.b, decoded.c]) expect(array.buffer).toBe(bytes.buffer);
  });

  it('are right where the message lies at an odd address', () => {
    const bytes = encodeWire({ a: new Float64Array([1.25, -7]), b: new Uint8Array([9]) }, utf8);
    const moved = new Uint8Array(bytes.length + 3);
    moved.set(bytes, 3);
    expect(decodeWire(moved.subarray(3), utf8)).toEqual({ a: new Float64Array([1.25, -7]), b: new Uint8Array([9]) });
  });

  it('send only their own part of a larger or shared memory', () => {
    const whole = new Uint16Array(new SharedArrayBuffer(2_000_000));
    whole.set([1, 2, 3], 500);
    const bytes = encodeWire(whole.subarray(500, 503), utf8);
    expect(bytes.length).toBeLessThan(100);
    expect(decodeWire(bytes, utf8)).toEqual(new Uint16Array([1, 2, 3]));
  });

  it('never become text: a tile costs its own bytes and little more', () => {
    const tile = { width: 256, height: 256, channels: 2, data: new Uint16Array(256 * 256 * 2) };
    expect(encodeWire(tile, utf8).length - tile.data.byteLength).toBeLessThan(128);
  });

  it('come back from a Node Buffer as plain bytes', () => {
    expect(roundTrip(Buffer.from([1, 2, 3]))).toStrictEqual(new Uint8Array([1, 2, 3]));
  });
});

describe('malformed messages', () => {
  const good = encodeWire({ a: new Float32Array([1, 2, 3]), b: 'text' }, utf8);
  const changed = (change: (view: DataView) => void): Uint8Array => {
    const copy = good.slice();
    change(new DataView(copy.buffer));
    return copy;
  };
  const message = (json: string): Uint8Array => {
    const text = utf8.encode(json);
    const bytes = new Uint8Array(12 + Math.ceil((12 + text.length) / 8) * 8 - 12);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, 0x31575247, true);
    view.setUint32(4, text.length, true);
    bytes.set(text, 12);
    return bytes;
  };

  it.each([
    ['nothing', new Uint8Array(0)],
    ['half a header', good.slice(0, 7)],
    ['another mark', changed((view) => view.setUint32(0, 1, true))],
    ['a text longer than the message', changed((view) => view.setUint32(4, 2 ** 32 - 1, true))],
    ['more arrays than the message can hold', changed((view) => view.setUint32(8, 2 ** 32 - 1, true))],
    ['an unknown element type', changed((view) => view.setUint32(12, 8, true))],
    ['an array longer than the message', changed((view) => view.setUint32(16, 2 ** 31, true))],
    ['a message cut short', good.slice(0, -8)],
    ['a message with a tail', new Uint8Array([...good, ...new Uint8Array(8)])],
    ['text that is not JSON', message('{"a":')],
    ['an array that is not there', message('{"$":0}')],
    ['a mark without meaning', message('{"$":"Nothing"}')],
    ['a mark around nothing', message('{"$":[1]}')],
    ['the prototype', message('{"__proto__":{"isAdmin":true}}')],
    ['a hundred levels', message('['.repeat(100) + ']'.repeat(100))],
    ['a million levels', message('['.repeat(1e6) + ']'.repeat(1e6))],
  ])('refuses %s', (_what, bytes) => {
    expect(kindOf(() => decodeWire(bytes, utf8))).toBe('invalid-input');
  });

  it('refuses text that is not UTF-8', () => {
    const bytes = message('"aaaa"');
    bytes[14] = 0xff;
    expect(kindOf(() => decodeWire(bytes, utf8))).toBe('invalid-input');
  });

  it('refuses an array that is asked for twice or not at all', () => {
    const text = utf8.decode(encodeWire([new Uint8Array(1), { x: 1 }], utf8));
    expect(kindOf(() => decodeWire(utf8.encode(text), utf8))).toBe('no error');
    for (const wrong of [text.replace('{"x":1}', '{"$":0}'), text.replace('{"$":0}', '{"y":0}')]) {
      expect(wrong).not.toBe(text);
      expect(kindOf(() => decodeWire(utf8.encode(wrong), utf8))).toBe('invalid-input');
    }
  });

  it('answers garbage with an error or a value, never with anything else (20,000 seeded messages)', () => {
    const random = seededRandom(7);
    const seeds = [
      good,
      encodeWire({ $: [1, { $: 2 }] }, utf8),
      encodeWire({ type: 'request', id: 1, method: 'a.b', input: { mask: new Uint8Array(40), n: Number.NaN } }, utf8),
      encodeWire([new Float64Array(3), [new Uint8Array(1)], 'x'.repeat(50)], utf8),
    ];
    let refused = 0;
    for (let n = 0; n < 20_000; n++) {
      const seed = seeds[random(seeds.length)]!;
      const bytes =
        n % 3 === 0
          ? Uint8Array.from({ length: random(80) }, () => random(256))
          : seed.slice(0, seed.length - (n % 5 === 0 ? random(20) : 0));
      for (let change = random(4); change >= 0 && bytes.length > 0; change--) bytes[random(bytes.length)] = random(256);
      if (n % 3 === 0 && bytes.length > 4) bytes.set([0x47, 0x52, 0x57, 0x31]);
      const kind = kindOf(() => decodeWire(bytes, utf8));
      expect(['invalid-input', 'no error']).toContain(kind);
      if (kind === 'invalid-input') refused++;
    }
    expect(refused).toBeGreaterThan(10_000);
  });
});

describe('random values', () => {
  it('come back equal (500 seeded trees)', () => {
    const random = seededRandom(11);
    const kinds = [Uint8Array, Int8Array, Uint16Array, Int16Array, Uint32Array, Int32Array, Float32Array, Float64Array];
    const tree = (depth: number): unknown => {
      const choice = random(depth > 4 ? 4 : 7);
      if (choice === 0) return null;
      if (choice === 1) return [1, -0, 0.1, Number.NaN, 1e308, Number.NEGATIVE_INFINITY][random(6)];
      if (choice === 2) return ['', '$', 'é€', '\u2028"\\'][random(4)];
      if (choice === 3) return Uint8Array.from({ length: random(9) }, () => random(256));
      if (choice === 4) return new kinds[random(kinds.length)]!(Array.from({ length: random(9) }, () => random(256)));
      if (choice === 5) return Array.from({ length: random(5) }, () => tree(depth + 1));
      const keys = ['$', 'a', 'b', '', 'length'].slice(0, random(6));
      return Object.fromEntries(keys.map((key) => [key, tree(depth + 1)]));
    };
    for (let n = 0; n < 500; n++) {
      const value = tree(0);
      expect(roundTrip(value)).toStrictEqual(value);
    }
  });
});
