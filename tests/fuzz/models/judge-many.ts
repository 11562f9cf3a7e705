/**
 * Judges damaged model files in this process, which may write into its folder only. Standard output gets a line with the number of
 * each input before it is looked at, and in the end one with the verdicts and the largest size of the process.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import { inspectModel } from '../../../main/formats/model-package/inspect-model.ts';
import { seededNumbers } from '../../formats/seeded-numbers.ts';
import { damageModel } from './damage-model.ts';
import { judgeModel } from './judge-model.ts';
import { knownModels } from './known-models.ts';

/** Every so many go through files, as at import. */
const THROUGH_FILES = 50;

const [first, end, seed, folder] = [Number(process.argv[2]), Number(process.argv[3]), Number(process.argv[4]), process.argv[5]!];
const models = knownModels();
const verdicts: Record<string, number> = {};
mkdirSync(join(folder, 'in'), { recursive: true });
for (let i = first; i < end; i++) {
  writeSync(1, `${i}\n`);
  const model = damageModel(models[i % models.length]!, seededNumbers(seed * 1_000_003 + i));
  const verdict = await judgeModel(model, folder);
  verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
  if (Math.floor(i / models.length) % THROUGH_FILES === 0) await throughFiles(model, verdict);
}
writeSync(1, `${JSON.stringify({ peakMb: Math.round(process.resourceUsage().maxRSS / 1024), verdicts })}\n`);

/** The same by way of files, of which nothing may stay. */
async function throughFiles({ name, bytes }: { name: string; bytes: Uint8Array }, verdict: string): Promise<void> {
  const path = join(folder, 'in', name);
  const onnx = join(folder, 'out.onnx');
  writeFileSync(path, bytes);
  const found = await inspectModel(path, onnx).then(
    () => 'accepted',
    (error: unknown) => (error instanceof GroveError ? (error.code ?? error.kind) : String(error)),
  );
  if (found !== verdict) throw new Error(`It is ${verdict} in memory but ${found} as a file.`);
  rmSync(path);
  rmSync(onnx, { force: true });
  const left = [...readdirSync(folder), ...readdirSync(join(folder, 'in'))].join();
  if (left !== 'in') throw new Error(`It left files: ${left}.`);
}
