import { Tensor } from 'onnxruntime-node';
import { GroveError } from '#core/model/error.ts';
import type { NetworkFile, RunOutcome } from './network-jobs.ts';
import { firstLine, type OpenSession } from './open-session.ts';
import { PROVIDER_NAMES } from './provider-order.ts';
import type { SessionCache } from './session-cache.ts';

/**
 * Runs a network once: `input` of `shape`, the answer into `output`, which must have its length. When a graphics processor fails,
 * out of memory for example, the processor takes over, for later runs too, and the note says so. Throws GroveError 'mismatch' where
 * the answer has another length than `output`.
 */
export async function runNetwork(
  sessions: SessionCache,
  network: NetworkFile,
  input: Float32Array,
  shape: readonly number[],
  output: Float32Array | null,
): Promise<RunOutcome & { answer: Float32Array }> {
  let opened = await sessions.get(network);
  let answer: Tensor;
  try {
    answer = await once(opened, input, shape);
  } catch (error) {
    if (opened.provider === 'cpu') throw failed(network, error);
    const note = `The ${PROVIDER_NAMES[opened.provider]} failed (${firstLine(error)}), so the ${PROVIDER_NAMES.cpu} goes on.`;
    opened = await sessions.fallBack(network, note);
    answer = await once(opened, input, shape).catch((again: unknown) => {
      throw failed(network, again);
    });
  }
  const data = answer.data as Float32Array;
  if (output !== null) {
    if (data.length !== output.length) {
      const message = `The network answered ${answer.dims.join(' × ')} values for a tile, not ${output.length} as its description says.`;
      throw new GroveError('mismatch', message, { file: network.path, code: 'SHAPE_MISMATCH' });
    }
    output.set(data);
  }
  return { shape: answer.dims, provider: opened.provider, note: opened.note, answer: data };
}

async function once({ session }: OpenSession, input: Float32Array, shape: readonly number[]): Promise<Tensor> {
  const tensor = new Tensor('float32', input, [...shape]);
  const answers = await session.run({ [session.inputNames[0]!]: tensor });
  return answers[session.outputNames[0]!] as Tensor;
}

function failed(network: NetworkFile, error: unknown): GroveError {
  const reason = firstLine(error);
  if (/alloc|memory/i.test(reason)) {
    const message = `There is not enough memory for a tile of this network (${reason}). Close other programs, or use a network with smaller tiles.`;
    return new GroveError('too-large', message, { file: network.path, cause: error });
  }
  return new GroveError('unsupported', `The network failed: ${reason}.`, { file: network.path, code: 'OPERATOR', cause: error });
}
