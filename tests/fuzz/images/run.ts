/** `npm run fuzz:images -- --reader czi --count 200000 --seed 1`: damaged images, each opened and read; see fuzz-images.ts. */
import { parseArgs } from 'node:util';
import { fuzzImages, LIMIT_MB, READERS } from './fuzz-images.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { count: text, seed: text, first: text, reader: text } });
const request = { count: Number(values.count ?? 20_000), seed: Number(values.seed ?? 1), first: Number(values.first ?? 0) };

for (const reader of READERS.filter((name) => values.reader === undefined || name === values.reader)) {
  const started = performance.now();
  const { verdicts, peakMb } = await fuzzImages(reader, request);
  const seconds = (performance.now() - started) / 1000;
  console.log(`${reader}: ${request.count} damaged images in ${seconds.toFixed(0)} s, at most ${peakMb} MB of ${LIMIT_MB} MB`);
  for (const [verdict, count] of Object.entries(verdicts).sort(([, a], [, b]) => b - a)) {
    console.log(`${String(count).padStart(9)}  ${verdict}`);
  }
}
