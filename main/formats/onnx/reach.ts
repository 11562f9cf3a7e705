import type { OnnxGraph, OnnxNode } from './onnx-graph.ts';

/** Statistics over height and width: their result depends on what else is in the tile. */
const REDUCTIONS =
  /^(Reduce(Mean|Max|Min|Sum|SumSquare|L1|L2|Prod|LogSum|LogSumExp)|InstanceNormalization|GroupNormalization|LpNormalization|Global(Average|Max|Lp)Pool|MeanVarianceNormalization)$/;

/** Axes that leave height and width alone: the batch and, counted from the end, the channels. */
function acrossChannels({ op, integers }: OnnxNode): boolean {
  const axes = integers.get('axes');
  return op.startsWith('Reduce') && axes?.length === 1 && (axes[0] === -1 || axes[0] === 1 || axes[0] === 3);
}

/** True where an answer depends on the whole tile, so that no tiling is seamless. */
export function dependsOnTile({ nodes }: OnnxGraph): boolean {
  return nodes.some((node) => REDUCTIONS.test(node.op) && !acrossChannels(node));
}

/**
 * Pixels per side that an answer can depend on, from kernels, strides and dilations along the longest path. Null where the graph
 * has statistics over the tile, or kernels of unknown size. At most 2^20. Theoretical; networks use less of it.
 */
export function reachOf(graph: OnnxGraph): number | null {
  if (dependsOnTile(graph)) return null;
  /** Of a value: pixels of the input per side that it depends on, and input pixels between its own neighbours. */
  const known = new Map<string, { reach: number; step: number }>();
  let most = 0;
  for (const { op, inputs, outputs, integers } of graph.nodes) {
    const from = inputs.flatMap((name) => known.get(name) ?? []);
    const start =
      from.length === 0 ? { reach: 0, step: 1 } : { reach: max(from.map((f) => f.reach)), step: max(from.map((f) => f.step)) };
    let { reach, step } = start;
    if (/^(Conv|ConvTranspose|MaxPool|AveragePool|LpPool)$/.test(op)) {
      const kernel = integers.get('kernel_shape');
      if (kernel === undefined) return null;
      const stride = integers.get('strides')?.[0] ?? 1;
      const dilation = integers.get('dilations')?.[0] ?? 1;
      const width = (kernel[0]! - 1) * dilation;
      if (op === 'ConvTranspose') {
        step /= stride;
        reach += Math.ceil(width * step);
      } else {
        reach += Math.ceil((width * step) / (stride === 1 ? 2 : 1));
        step *= stride;
      }
    } else if (op === 'Resize' || op === 'Upsample' || op === 'DepthToSpace') {
      // The factor lies in a tensor; two is what decoders use, and an estimate is all this is.
      step = Math.max(step / 2, 1);
      reach += Math.ceil(step);
    }
    if (!(reach <= 2 ** 20)) return null;
    for (const name of outputs) known.set(name, { reach, step });
    most = Math.max(most, reach);
  }
  return most;
}

function max(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b), 0);
}
