/** `npm run fuzz:models -- --count 500000 --seed 1`: damaged model files, each judged like an import; see fuzz-models.ts. */
import { parseArgs } from 'node:util';
import { fuzzModels, LIMIT_MB } from './fuzz-models.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { count: text, seed: text, first: text } });
const request = { count: Number(values.count ?? 20_000), seed: Number(values.seed ?? 1), first: Number(values.first ?? 0) };

const started = performance.now();
const { verdicts, peakMb } = await fuzzModels(request);
const seconds = (performance.now() - started) / 1000;
console.log(`${request.count} damaged model files in ${seconds.toFixed(0)} s, at most ${peakMb} MB of ${LIMIT_MB} MB`);
for (const [verdict, count] of Object.entries(verdicts).sort(([, a], [, b]) => b - a)) {
  console.log(`${String(count).padStart(9)}  ${verdict}`);
}
