import { packageError } from '../model-package/package-error.ts';
import { type WrittenGraph, type WrittenValue, writeOnnx } from '../onnx/write-onnx.ts';
import { WireError } from '../protobuf/read-fields.ts';
import type { NamedFile } from '../reading/read-errors.ts';
import { buildGraph } from './build-graph.ts';
import { type Bundle, openBundle, type SavedModelFiles } from './bundle/read-bundle.ts';
import { OperatorRefusal, SavedModelDamage } from './damage.ts';
import { BatchMustBeOne } from './graph/conversion.ts';
import { LIMITS } from './limits.ts';
import { readSavedModel, type SavedModel } from './proto/saved-model-proto.ts';

/** A SavedModel as ONNX. */
export interface ConvertedNetwork {
  /** ModelProto, operator set 12; the same files always give the same bytes. */
  readonly onnx: Uint8Array;
  /** Free extents have names, or null where they follow from others. */
  readonly inputs: readonly WrittenValue[];
  readonly outputs: readonly WrittenValue[];
  /** For the user: what became different on the way. */
  readonly notes: readonly string[];
}

const ONE_IMAGE = 'The network goes through its batch image by image; it was converted for one image at a time.';

/**
 * Converts a TensorFlow 2 SavedModel to ONNX: the default signature, with the weights inside. Shapes, axis order and values stay those
 * of TensorFlow (channels last for images). Throws GroveError with the codes 'SAVEDMODEL' (damaged, or weights missing), 'OPERATOR'
 * (operators that cannot be converted; all of them are named) and 'TOO_LARGE'.
 */
export function convertSavedModel(file: NamedFile, files: SavedModelFiles): ConvertedNetwork {
  try {
    const bytes = files.read('saved_model.pb');
    if (bytes === null) throw new SavedModelDamage('its graph (saved_model.pb) is missing');
    const model = readSavedModel(bytes);
    const { graph, notes } = buildForAnyBatch(file, model, () => openBundle(files));
    const size = graph.initializers.reduce((sum, { raw }) => sum + raw.length, 0);
    if (size > LIMITS.onnxBytes) throw packageError(file, 'TOO_LARGE', `has ${size} bytes of weights; ONNX ends at 2 GB`);
    return { onnx: writeOnnx(graph), inputs: graph.inputs, outputs: graph.outputs, notes };
  } catch (error) {
    if (error instanceof SavedModelDamage || error instanceof WireError) {
      const why = error.message.replace(/\.$/, '').slice(0, 2 * LIMITS.nameLength);
      throw packageError(
        file,
        'SAVEDMODEL',
        `holds a TensorFlow SavedModel that cannot be used: ${why}; export the network anew`,
        error,
      );
    }
    throw error;
  }
}

function buildForAnyBatch(file: NamedFile, model: SavedModel, open: () => Bundle): { graph: WrittenGraph; notes: string[] } {
  try {
    return { graph: build(file, model, open(), null), notes: [] };
  } catch (error) {
    if (!(error instanceof BatchMustBeOne)) throw error;
  }
  try {
    return { graph: build(file, model, open(), 1), notes: [ONE_IMAGE] };
  } catch (error) {
    if (!(error instanceof BatchMustBeOne)) throw error;
    throw refused(file, ['a loop whose rounds are known only when the network runs']);
  }
}

function build(file: NamedFile, model: SavedModel, bundle: Bundle, batch: number | null): WrittenGraph {
  try {
    const built = buildGraph(model, bundle, batch);
    if (built.unsupported.length > 0) throw refused(file, built.unsupported);
    return built.graph;
  } catch (error) {
    if (!(error instanceof OperatorRefusal)) throw error;
    throw refused(file, [`a network ${error.message}`]);
  }
}

/** Names listed; more would fill the window. */
const MOST_NAMES = 40;

function refused(file: NamedFile, operators: readonly string[]) {
  const names =
    operators
      .slice(0, MOST_NAMES)
      .map((name) => name.slice(0, LIMITS.nameLength))
      .join(', ') + (operators.length > MOST_NAMES ? ' and others' : '');
  const what = `uses TensorFlow operators that Grove does not convert: ${names}; export it as ONNX where it was trained`;
  return packageError(file, 'OPERATOR', what);
}
