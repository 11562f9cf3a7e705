import { expect, it } from 'vitest';
import { fuzzImages, LIMIT_MB, READERS } from '../fuzz/images/fuzz-images.ts';

it.each(READERS)('2,000 damaged images (%s) are read or refused by name, in bounded time and memory', async (reader) => {
  const { verdicts, peakMb } = await fuzzImages(reader, { count: 2000, seed: 11 });
  expect(Object.values(verdicts).reduce((a, b) => a + b, 0)).toBe(2000);
  expect(peakMb).toBeLessThan(LIMIT_MB);
  // The damage is neither so small that nothing is refused nor so great that nothing is read.
  for (const verdict of ['read', 'corrupt', 'unsupported']) expect(verdicts[verdict], verdict).toBeGreaterThan(10);
});
