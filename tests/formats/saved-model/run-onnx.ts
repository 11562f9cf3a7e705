import { InferenceSession, Tensor } from 'onnxruntime-node';

export interface Answer {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** Runs a network with one input and one output on the processor. */
export async function runOnnx(model: Uint8Array, input: Float32Array, shape: readonly number[]): Promise<Answer> {
  const session = await InferenceSession.create(model, { executionProviders: ['cpu'], logSeverityLevel: 4 });
  try {
    const answers = await session.run({ [session.inputNames[0]!]: new Tensor('float32', input, [...shape]) });
    const { data, dims } = answers[session.outputNames[0]!] as Tensor;
    return { data: Float32Array.from(data as Float32Array), shape: dims };
  } finally {
    await session.release();
  }
}
