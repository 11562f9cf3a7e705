import { fileURLToPath } from 'node:url';
import { type FuzzResult, type FuzzRun, fuzzInChild } from '../fuzz-in-child.ts';

/** Most memory of the whole process; most of it is Node.js itself and the known models. */
export const LIMIT_MB = 512;

/** Judges damaged model files; rejects as fuzz-in-child.ts says. */
export function fuzzModels(run: FuzzRun): Promise<FuzzResult> {
  const script = fileURLToPath(new URL('./judge-many.ts', import.meta.url));
  return fuzzInChild({ ...run, script, name: 'fuzz:models', limitMb: LIMIT_MB });
}
