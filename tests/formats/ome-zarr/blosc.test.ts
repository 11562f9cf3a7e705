import Blosc from 'numcodecs/blosc';
import { describe, expect, it } from 'vitest';
import { decodeBlosc } from '../../../main/formats/ome-zarr/codecs/blosc.ts';
import { seededNumbers } from '../seeded-numbers.ts';

type Maker = (random: () => number) => (i: number) => number;

/** Contents that bring out literals, long and overlapping matches, and parts that cannot be packed. */
const CONTENTS: Readonly<Record<string, Maker>> = {
  zeros: () => () => 0,
  ramp: () => (i) => i >> 6,
  noise: (random) => () => Math.floor(random() * 256),
  'runs of three': () => (i) => (i % 3) * 85,
  'noise and zeros': (random) => (i) => ((i >> 9) & 1) * Math.floor(random() * 256),
};

describe('Blosc is decoded as c-blosc encodes it', () => {
  const names = ['blosclz', 'lz4', 'lz4hc', 'zlib', 'zstd'] as const;
  it.each(names.flatMap((name) => [0, 1, 2].map((shuffle) => [name, shuffle] as const)))(
    '%s, shuffle %i',
    async (name, shuffle) => {
      for (const [content, make] of Object.entries(CONTENTS)) {
        for (const [length, blockLength] of [
          [1, 0],
          [129, 0],
          [5000, 0],
          [30_003, 4096],
          [66_000, 0],
        ] as const) {
          const next = make(seededNumbers(length));
          const bytes = Uint8Array.from({ length }, (_, i) => next(i));
          const packed = await new Blosc(length % 2 === 0 ? 9 : 3, name, shuffle, blockLength).encode(bytes);
          const same = Buffer.compare(decodeBlosc(packed, length), bytes) === 0;
          expect(same, `${content}, ${length} bytes`).toBe(true);
          expect(() => decodeBlosc(packed, length - 1)).toThrow(/instead of at most/);
        }
      }
    },
  );

  it('never writes outside its target or runs on, whatever the bytes', async () => {
    const random = seededNumbers(7);
    const bytes = Uint8Array.from({ length: 3000 }, (_, i) => (i * i) >> 7);
    for (const name of names) {
      const packed = await new Blosc(5, name, 1, 0).encode(bytes);
      for (let round = 0; round < 400; round++) {
        const bad = Uint8Array.from(packed);
        for (let n = 0; n < 3; n++) bad[Math.floor(random() * bad.length)] = Math.floor(random() * 256);
        try {
          expect(decodeBlosc(bad, 3000).length).toBeLessThanOrEqual(3000);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }
    }
  });
});
