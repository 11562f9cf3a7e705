/** A stream of random 32-bit words. The same seed and stream always give the same words. */
export interface RandomStream {
  /** Uniform over 0 … 2³² - 1. */
  nextWord(): number;
  /** Uniform over 0 … bound - 1 up to a bias of bound / 2³²; bound 1 … 2³². */
  nextBelow(bound: number): number;
}

/** Golden-ratio increment and finaliser of SplitMix (Steele, Lea & Flood 2014), in its 32-bit form. */
const INCREMENT = 0x9e3779b9;

function mix(word: number): number {
  let z = word | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}

/**
 * xoshiro128** (Blackman & Vigna, "Scrambled linear pseudorandom number generators", 2018), its 128 bits of state filled from
 * (seed, stream) through SplitMix. Trees take their index as the stream, so that a tree does not depend on which thread grows
 * it, nor on how many others were grown before.
 *
 * `seed` is any safe integer, `stream` a whole number 0 … 2³² - 1.
 */
export function randomStream(seed: number, stream: number): RandomStream {
  const high = Math.floor(seed / 2 ** 32) | 0;
  let place = mix(mix(mix(seed | 0) ^ high) + stream);
  const fill = (): number => {
    place = (place + INCREMENT) >>> 0;
    return mix(place);
  };
  let a = fill();
  let b = fill();
  let c = fill();
  // A state of all zeros would stay there for ever.
  let d = fill() | 1;

  const nextWord = (): number => {
    const product = Math.imul(b, 5);
    const word = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return word;
  };
  const nextBelow = (bound: number): number => Math.floor(nextWord() * 2 ** -32 * bound);
  return { nextWord, nextBelow };
}
