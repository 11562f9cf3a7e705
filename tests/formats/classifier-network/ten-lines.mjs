/** Runs a .czann in onnxruntime alone: `input` has the shape (1, height, width, channels), 0 … 1; gives the probabilities. */
import { readFileSync } from 'node:fs';
import { InferenceSession, Tensor } from 'onnxruntime-node';

export async function runCzann(path, input, shape) {
  const file = readFileSync(path);
  const at = file.indexOf('model.model');
  const model = file.subarray(at + 11, at + 11 + file.readUInt32LE(at - 12));
  const session = await InferenceSession.create(model, { logSeverityLevel: 3 });
  const { probabilities } = await session.run({ input: new Tensor('float32', input, shape) });
  return { data: Float32Array.from(probabilities.data), shape: probabilities.dims };
}
