import { type NetworkGraph, type NetworkMetadata, networkUse, type TileExtent } from '#core/model/network.ts';
import { ONNX_FLOAT, type OnnxModel, type OnnxValue, readOnnxModel } from '../onnx/onnx-graph.ts';
import { dependsOnTile, reachOf } from '../onnx/reach.ts';
import type { NamedFile } from '../reading/read-errors.ts';
import { packageError } from './package-error.ts';

/** Sets of operators that the runtime carries. */
const DOMAINS = ['', 'ai.onnx.ml', 'com.microsoft', 'com.microsoft.nchwc', 'ai.onnx.training', 'ai.onnx.preview.training'];

/** Newest standard operator set that the bundled runtime runs. */
export const NEWEST_OPSET = 25;

/**
 * Reads the graph of an ONNX network and compares it with its description, before anything of it is run. `name` is what to call
 * it. Throws GroveError with the codes 'MODEL_UNREADABLE', 'EXTERNAL_DATA', 'OPSET', 'OPERATOR', 'IO_COUNT', 'DTYPE', 'BATCH',
 * 'SHAPE_MISMATCH', 'CLASS_COUNT' and 'OVERLAP'.
 */
export function checkNetwork(file: NamedFile, metadata: NetworkMetadata, bytes: Uint8Array): NetworkGraph {
  const model = parse(file, bytes);
  checkRunnable(file, model);
  const { input, output } = checkEnds(file, model);
  const shape = input.shape;
  const rank = metadata.tile?.z === null || metadata.tile === null ? 4 : 5;
  if (shape !== null) {
    const [batch, ...rest] = shape;
    if (shape.length !== rank) {
      throw mismatch(file, `its network takes ${shape.length} axes but its description says ${rank} (with the batch)`);
    }
    if (batch !== null && batch !== 1) {
      const what = `has a network for batches of exactly ${batch} tiles; Grove gives it one at a time: export it with a free batch`;
      throw packageError(file, 'BATCH', what);
    }
    checkExtents(file, 'input', rest, metadata.tile, metadata.channels);
  }
  checkAnswer(file, metadata, output);
  checkBorder(file, metadata, shape);
  return {
    inputName: input.name,
    outputName: output.name,
    inputShape: shape ?? Array.from({ length: rank }, () => null),
    outputShape: output.shape,
    opset: model.opsets.get('') ?? 0,
    dependsOnTile: dependsOnTile(model.graph),
    reach: reachOf(model.graph),
  };
}

function parse(file: NamedFile, bytes: Uint8Array): OnnxModel {
  try {
    return readOnnxModel(bytes);
  } catch (cause) {
    const what = 'holds a network that is neither ONNX nor a TensorFlow SavedModel, or is damaged; export it anew';
    throw packageError(file, 'MODEL_UNREADABLE', what, cause);
  }
}

function checkRunnable(file: NamedFile, { opsets, graph, external }: OnnxModel): void {
  if (external) {
    const what = 'keeps its weights in other files, which Grove does not follow; export it with the weights inside';
    throw packageError(file, 'EXTERNAL_DATA', what);
  }
  const opset = opsets.get('') ?? 0;
  if (opset > NEWEST_OPSET) {
    const what = `needs operator set ${opset}, newer than the ${NEWEST_OPSET} that Grove runs; export it with opset 12`;
    throw packageError(file, 'OPSET', what);
  }
  const foreign = [
    ...new Set(graph.nodes.filter(({ domain }) => !DOMAINS.includes(domain)).map(({ domain, op }) => `${domain}.${op}`)),
  ];
  if (foreign.length > 0) {
    const what = `uses operators that Grove does not have (${foreign.slice(0, 10).join(', ')}); export it with standard operators`;
    throw packageError(file, 'OPERATOR', what);
  }
}

function checkEnds(file: NamedFile, { graph }: OnnxModel): { input: OnnxValue; output: OnnxValue } {
  const weights = new Set(graph.initializers.map(({ name }) => name));
  const inputs = graph.inputs.filter(({ name }) => !weights.has(name));
  if (inputs.length !== 1 || graph.outputs.length !== 1) {
    const what = `has a network with ${inputs.length} inputs and ${graph.outputs.length} outputs; Grove runs networks with one of each`;
    throw packageError(file, 'IO_COUNT', what);
  }
  const [input] = inputs;
  const [output] = graph.outputs;
  for (const [what, { type }] of [['takes', input!] as const, ['gives', output!] as const]) {
    if (type === ONNX_FLOAT) continue;
    const why = `has a network that ${what} values of another type than 32-bit floats; export it with float32 input and output`;
    throw packageError(file, 'DTYPE', why);
  }
  return { input: input!, output: output! };
}

function mismatch(file: NamedFile, why: string) {
  return packageError(file, 'SHAPE_MISMATCH', `contradicts itself: ${why}; ask for a corrected file where it came from`);
}

/** Extents without the batch: (z,) y, x, channels. Those left open fit anything. */
function checkExtents(
  file: NamedFile,
  end: string,
  shape: readonly (number | null)[],
  tile: TileExtent | null,
  channels: number,
): void {
  const told = tile === null ? [null, null, channels] : [...(tile.z === null ? [] : [tile.z]), tile.y, tile.x, channels];
  const names = shape.length === 4 ? ['z', 'height', 'width', 'channels'] : ['height', 'width', 'channels'];
  for (const [i, extent] of shape.entries()) {
    const wanted = told[i];
    if (extent === null || wanted === null || wanted === undefined || wanted === extent) continue;
    throw mismatch(file, `the ${end} of its network has ${names[i]} ${extent} but its description says ${wanted}`);
  }
}

function checkAnswer(file: NamedFile, metadata: NetworkMetadata, { shape }: OnnxValue): void {
  const { task, outputs, answer } = metadata;
  const use = task === null ? null : networkUse(task);
  if (shape === null || use === null) return;
  if (use === 'classification') {
    // Extents left open fit anything; what they really are shows when the network is tried.
    const rest = shape.slice(1);
    const known = rest.filter((extent) => extent !== 1 && extent !== null);
    if (known.length === 1 && known[0] === outputs) return;
    if (known.length === 0 && (outputs === 1 || rest.includes(null))) return;
    throw classCount(file, outputs, shape);
  }
  const [, ...rest] = shape;
  const last = rest.at(-1) ?? null;
  if (last !== null && last !== outputs) {
    if (use === 'segmentation') throw classCount(file, outputs, shape);
    throw mismatch(file, `the output of its network has ${last} channels but its description says ${outputs}`);
  }
  checkExtents(file, 'output', rest, answer ?? (rest.length === 4 ? { z: null, y: 0, x: 0 } : null), outputs);
}

function classCount(file: NamedFile, outputs: number, shape: readonly (number | null)[]) {
  const what = `contradicts itself: its description has ${outputs} classes but the output of its network is ${shape.map((n) => n ?? '?').join(' × ')}; ask for a corrected file`;
  return packageError(file, 'CLASS_COUNT', what);
}

/** Legacy files learn their tile from the network, so their border can only be checked here. */
function checkBorder(file: NamedFile, { border, tile }: NetworkMetadata, shape: readonly (number | null)[] | null): void {
  if (border === null) return;
  const extents = { y: tile?.y ?? shape?.at(-3) ?? null, x: tile?.x ?? shape?.at(-2) ?? null };
  for (const axis of ['y', 'x'] as const) {
    const extent = extents[axis];
    if (extent === null || 2 * border[axis] < extent) continue;
    const what = `cannot be used: a border of ${border[axis]} pixels leaves nothing of a tile of ${extent}; ask for a corrected file`;
    throw packageError(file, 'OVERLAP', what);
  }
}
