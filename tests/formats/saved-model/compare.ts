import { expect } from 'vitest';
import { readOnnxModel } from '../../../main/formats/onnx/onnx-graph.ts';
import { convertSavedModel } from '../../../main/formats/saved-model/convert-saved-model.ts';
import { seededNumbers } from '../seeded-numbers.ts';
import { evaluateNetwork } from './reference/evaluate-network.ts';
import { runOnnx } from './run-onnx.ts';
import type { NetworkSpec } from './writer/graph-spec.ts';
import { createNetwork, type NetworkBuilder } from './writer/network-builder.ts';
import { writeSavedModel } from './writer/write-saved-model.ts';

export const NAMED = { path: '/models/test', name: 'test' };

/** Converts a network of a test through its files. */
export function converted(network: NetworkSpec) {
  const files = writeSavedModel(network);
  return convertSavedModel(NAMED, { read: (name) => files.get(name) ?? null });
}

/** ONNX operators of a network, in order. */
export function operatorsOf(onnx: Uint8Array): string[] {
  return readOnnxModel(onnx).graph.nodes.map(({ op }) => op);
}

export function seededImage(shape: readonly number[], seed: number, least = -1, most = 1): Float32Array {
  const random = seededNumbers(seed);
  const count = shape.reduce((product, extent) => product * extent, 1);
  return Float32Array.from({ length: count }, () => least + (most - least) * random());
}

/** Converts a network, runs it and its reference on a seeded image of `shape`; largest difference at most `tolerance`. */
export async function expectSame(
  network: NetworkSpec,
  shape: readonly number[],
  { tolerance = 1e-5, least = -1, most = 1 }: { tolerance?: number; least?: number; most?: number } = {},
): Promise<void> {
  const image = seededImage(shape, 7, least, most);
  const { onnx } = converted(network);
  const answer = await runOnnx(onnx, image, shape);
  const expected = evaluateNetwork(network, { shape, data: Float64Array.from(image) });
  expect(answer.shape).toEqual(expected.shape);
  expect(answer.data).toHaveLength(expected.data.length);
  const worst = expected.data.reduce(
    (worstYet, value, i) => Math.max(worstYet, Math.abs(value - answer.data[i]!) / Math.max(1, Math.abs(value))),
    0,
  );
  expect(worst).toBeLessThanOrEqual(tolerance);
}

export interface OperatorCase {
  readonly name: string;
  /** Of the image; the batch comes first. */
  readonly shape: readonly number[];
  /** Adds the nodes and gives back the reference of the result, a float tensor. */
  readonly build: (network: NetworkBuilder) => string;
  /** 'fixed' where the operator cannot do without known extents. */
  readonly sizes?: 'fixed' | 'open';
  readonly least?: number;
  readonly most?: number;
}

/** Checks a case with all extents known, and with all but the channels open. */
export async function checkCase({ shape, build, sizes, ...range }: OperatorCase): Promise<void> {
  const open = [...shape.slice(0, -1).map(() => null), shape.at(-1)!];
  for (const declared of sizes === undefined ? [shape, open] : sizes === 'fixed' ? [shape] : [open]) {
    const network = createNetwork(declared);
    await expectSame(network.finish(build(network)), shape, range);
  }
}
