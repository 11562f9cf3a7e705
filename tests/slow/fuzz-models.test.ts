import { expect, it } from 'vitest';
import { fuzzModels, LIMIT_MB } from '../fuzz/models/fuzz-models.ts';

it('2,000 damaged model files are accepted or refused with a reason, in bounded time and memory, without a trace', async () => {
  const { verdicts, peakMb } = await fuzzModels({ count: 2000, seed: 7 });
  expect(Object.values(verdicts).reduce((a, b) => a + b, 0)).toBe(2000);
  expect(peakMb).toBeLessThan(LIMIT_MB);
  // Damage reaches every layer: the archive, the description, the network.
  for (const reason of [
    'ZIP_TRUNCATED',
    'ZIP_CRC',
    'ZIP_PATH',
    'METADATA_SYNTAX',
    'MODEL_UNREADABLE',
    'SAVEDMODEL',
    'accepted',
  ]) {
    expect(verdicts[reason], reason).toBeGreaterThan(0);
  }
});
