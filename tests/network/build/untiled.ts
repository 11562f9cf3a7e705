import { mirrored } from '#core/tiling/mirror.ts';
import { runOnnx } from '../../formats/saved-model/run-onnx.ts';

/** A stack with channels last, shape (depth, height, width, channels). */
export interface Samples {
  readonly depth: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly at: (z: number, y: number, x: number, channel: number) => number;
}

/** Extents of a tile; `z` null for networks that see one plane at a time. */
export interface Least {
  readonly z: number | null;
  readonly y: number;
  readonly x: number;
}

/**
 * What a network gives for a stack in a single run, shape (depth, outputs, height · scale, width · scale). Axes shorter than a tile
 * are mirrored up to it, as a tile would be.
 */
export async function untiled(network: Uint8Array, samples: Samples, tile: Least, scale = 1): Promise<Float32Array> {
  const axis = (length: number, least: number) => {
    const size = Math.max(length, least);
    return { size, length, before: Math.floor((size - length) / 2) };
  };
  const [z, y, x] = [axis(samples.depth, tile.z ?? 1), axis(samples.height, tile.y), axis(samples.width, tile.x)];
  const input = new Float32Array(z.size * y.size * x.size * samples.channels);
  let to = 0;
  for (let k = 0; k < z.size; k++) {
    for (let j = 0; j < y.size; j++) {
      for (let i = 0; i < x.size; i++) {
        const place = [
          mirrored(k - z.before, z.length),
          mirrored(j - y.before, y.length),
          mirrored(i - x.before, x.length),
        ] as const;
        for (let channel = 0; channel < samples.channels; channel++) input[to++] = samples.at(...place, channel);
      }
    }
  }
  const runs: { data: Float32Array; outputs: number }[] = [];
  const perPlane = input.length / z.size;
  const spatial = [y.size, x.size, samples.channels];
  if (tile.z === null) {
    for (let k = 0; k < z.size; k++) {
      const { data, shape } = await runOnnx(network, input.slice(k * perPlane, (k + 1) * perPlane), [1, ...spatial]);
      runs.push({ data, outputs: shape.at(-1)! });
    }
  } else {
    const { data, shape } = await runOnnx(network, input, [1, z.size, ...spatial]);
    const each = data.length / z.size;
    for (let k = 0; k < z.length; k++) {
      const plane = k + z.before;
      runs.push({ data: data.subarray(plane * each, (plane + 1) * each), outputs: shape.at(-1)! });
    }
  }
  const outputs = runs[0]!.outputs;
  const [height, width] = [y.length * scale, x.length * scale];
  const result = new Float32Array(z.length * outputs * height * width);
  for (const [k, { data }] of runs.entries()) {
    for (let j = 0; j < height; j++) {
      for (let i = 0; i < width; i++) {
        const from = ((j + y.before * scale) * x.size * scale + i + x.before * scale) * outputs;
        for (let c = 0; c < outputs; c++) result[((k * outputs + c) * height + j) * width + i] = data[from + c]!;
      }
    }
  }
  return result;
}
