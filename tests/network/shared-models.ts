import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Model files that are not part of the project; tests that need them say so and skip. */
export const SHARED_MODELS = resolve('../shared/data/models');
export const haveSharedModels = existsSync(join(SHARED_MODELS, 'manifest.json'));
if (!haveSharedModels) console.warn(`Skipped: tests of model files need ${SHARED_MODELS}.`);

export interface Vector {
  readonly name: string;
  readonly model: string;
  readonly input: { readonly file: string; readonly shape: readonly number[]; readonly placement?: string };
  readonly expected: { readonly file: string; readonly shape: readonly number[] };
  readonly raw?: { readonly file: string; readonly shape: readonly number[] };
  readonly absTolerance: number;
}

export interface RealCase {
  readonly model: string;
  readonly modulus: number;
  readonly tile: readonly [number, number];
  readonly scaleInput: string;
  readonly outputDims: readonly number[];
  readonly points: readonly (readonly number[])[];
}

export interface Manifest {
  readonly vectors: readonly Vector[];
  readonly real: { readonly absTolerance: number; readonly cases: readonly RealCase[] };
  readonly malformed: readonly { readonly file: string; readonly action: 'reject' | 'warn' | 'accept'; readonly code: string }[];
}

export function readManifest(): Manifest {
  return JSON.parse(readFileSync(join(SHARED_MODELS, 'manifest.json'), 'utf8')) as Manifest;
}

export function sharedModel(path: string): string {
  return join(SHARED_MODELS, path);
}

export function floats(path: string): Float32Array {
  const bytes = readFileSync(sharedModel(path));
  return new Float32Array(Uint8Array.from(bytes).buffer);
}

export function words(path: string): Uint16Array {
  const bytes = readFileSync(sharedModel(path));
  return new Uint16Array(Uint8Array.from(bytes).buffer);
}

/** A copy in shared memory, as networks are given it. */
export function inSharedMemory(values: Float32Array): Float32Array {
  const copy = new Float32Array(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}

export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let most = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i]! - b[i]!);
    if (!(difference <= most)) most = difference;
  }
  return most;
}

/** A folder for ONNX files taken out of their packages. */
export function modelFolder(): { path: string; put(name: string, bytes: Uint8Array): string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'grove-network-'));
  return {
    path,
    put(name, bytes) {
      const file = join(path, name);
      writeFileSync(file, bytes);
      return file;
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
