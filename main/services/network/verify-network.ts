import { basename } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import type { NetworkMetadata } from '#core/model/network.ts';
import type { ComputePool, NetworkLibrary, NetworkRunner, RunOptions } from '../ports.ts';
import { inspectNetwork } from './inspect-network.ts';

export interface NetworkTest {
  readonly path: string;
  /** Numbers to be given to the network (.npy or bare floats); null to run it on zeros only. */
  readonly input: string | null;
  /** What it shall answer; null where that is not known. */
  readonly expected: string | null;
}

export interface NetworkTestResult {
  readonly provider: string | null;
  /** Batch first; null where nothing was run. */
  readonly shape: readonly number[] | null;
  /** Smallest and largest answer to the input; null without input. */
  readonly answer: { readonly least: number; readonly most: number; readonly finite: boolean } | null;
  /** Largest difference to what is expected, and where, counted from 0 in the order of the numbers; null without it. */
  readonly difference: { readonly largest: number; readonly at: number } | null;
}

/**
 * Runs a model file on zeros and, where given, on a test input whose answer is compared. Whole numbers are fed as images are: as
 * shares of the largest value of their type, or as they are where the network wants counts. Throws what inspectNetwork throws, and
 * GroveError 'mismatch' with the code 'SHAPE_MISMATCH' where input or answer have another size.
 */
export async function verifyNetwork(
  { path, input, expected }: NetworkTest,
  means: { readonly pool: ComputePool; readonly runner: NetworkRunner; readonly library: NetworkLibrary },
  options: RunOptions = {},
): Promise<NetworkTestResult> {
  const { pool, runner } = means;
  const { onnxPath, inspected, ranOn } = await inspectNetwork(path, means, options);
  if (input === null) return { provider: ranOn?.provider ?? null, shape: null, answer: null, difference: null };
  const { metadata, graph } = inspected;
  const given = await pool.run('numbers.read', { path: input }, options);
  const shape = given.shape === null ? tileShape(metadata) : withBatch(given.shape, graph.inputShape.length);
  const fits =
    product(shape) === given.data.length &&
    shape.length === graph.inputShape.length &&
    graph.inputShape.every((extent, axis) => extent === null || extent === shape[axis]);
  if (!fits) {
    const has = given.shape === null ? `${given.data.length} numbers` : given.shape.join(' × ');
    const wants = graph.inputShape.map((extent, axis) => extent ?? (axis === 0 ? 1 : '?')).join(' × ');
    throw mismatch(input, `holds ${has}, but the network takes ${wants}`);
  }
  const full = metadata.values === 'counts' ? 1 : given.type === 'uint8' ? 0xff : given.type === 'uint16' ? 0xffff : 1;
  if (full > 1) for (let i = 0; i < given.data.length; i++) given.data[i] = given.data[i]! / full;
  const wanted = expected === null ? null : await pool.run('numbers.read', { path: expected }, options);
  const output = new Float32Array(new SharedArrayBuffer(4 * (wanted?.data.length ?? answerLength(metadata, shape))));
  const network = { key: onnxPath, path: onnxPath, provider: 'auto' as const };
  const run = await runner.run(network, given.data, shape, output, options);
  await runner.forget(onnxPath);
  const difference = wanted === null ? null : largestDifference(output, wanted.data);
  return { provider: run.provider, shape: run.shape, answer: rangeOf(output), difference };
}

function tileShape({ tile, channels }: NetworkMetadata): number[] {
  if (tile === null) return [];
  return [1, ...(tile.z === null ? [] : [tile.z]), tile.y, tile.x, channels];
}

/** Arrays are often saved without the batch. */
function withBatch(shape: readonly number[], axes: number): readonly number[] {
  return shape.length === axes - 1 ? [1, ...shape] : shape;
}

/** Numbers of the answer to an input of another size than the tile, which networks without fixed extents take. */
function answerLength({ tile, answer, outputs, task }: NetworkMetadata, shape: readonly number[]): number {
  if (task?.endsWith('Classification')) return outputs;
  const factor = tile === null || answer === null ? 1 : (answer.y * answer.x) / (tile.y * tile.x);
  return product(shape.slice(0, -1)) * factor * outputs;
}

function product(shape: readonly number[]): number {
  return shape.reduce((result, extent) => result * extent, 1);
}

function rangeOf(values: Float32Array): { least: number; most: number; finite: boolean } {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  let finite = true;
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
    finite &&= Number.isFinite(value);
  }
  return { least, most, finite };
}

/** A value that is no number differs without bound, unless none is expected there. */
function largestDifference(answer: Float32Array, expected: Float32Array): { largest: number; at: number } {
  let largest = 0;
  let at = 0;
  for (let i = 0; i < answer.length; i++) {
    const same = Object.is(answer[i], expected[i]);
    const difference = same ? 0 : Math.abs(answer[i]! - expected[i]!);
    if (difference <= largest) continue;
    largest = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
    at = i;
    if (largest === Number.POSITIVE_INFINITY) break;
  }
  return { largest, at };
}

function mismatch(path: string, why: string): GroveError {
  const message = `${basename(path)} ${why}; give numbers for one tile.`;
  return new GroveError('mismatch', message, { file: path, code: 'SHAPE_MISMATCH' });
}
