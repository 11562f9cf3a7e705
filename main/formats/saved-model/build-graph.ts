import type { WrittenGraph, WrittenNode, WrittenValue } from '../onnx/write-onnx.ts';
import type { Bundle } from './bundle/read-bundle.ts';
import { OperatorRefusal, SavedModelDamage } from './damage.ts';
import type { Conversion } from './graph/conversion.ts';
import { createDimArithmetic } from './graph/dim.ts';
import { evaluate } from './graph/evaluate.ts';
import { toPlain } from './graph/layout.ts';
import { liveNodes } from './graph/live-nodes.ts';
import { mergeIntoConvolutions } from './graph/merge-into-convolutions.ts';
import { createOnnxBuilder } from './graph/onnx-builder.ts';
import { asTensor } from './graph/operands.ts';
import { LIMITS } from './limits.ts';
import { declareInput, declareShape, type NetworkInput } from './network-ends.ts';
import { ALL_OPERATORS } from './operators/all-operators.ts';
import { parseReference } from './proto/reference.ts';
import type { SavedModel } from './proto/saved-model-proto.ts';
import { createVariableReader } from './variables.ts';

/**
 * The ONNX graph of the signature of a SavedModel, or the operators that stand in the way. `batch` replaces an open batch extent.
 * Throws SavedModelDamage, WireError, OperatorRefusal (about the network as a whole) and BatchMustBeOne.
 */
export function buildGraph(
  model: SavedModel,
  bundle: Bundle,
  batch: number | null,
): { graph: WrittenGraph; unsupported: string[] } {
  const { signature } = model;
  const conversion = createConversion(model, bundle);
  const { onnx } = conversion;
  const inputs = signature.inputs.map((input, i) => declareInput(conversion, input, i === 0, batch));
  const names = signature.outputs.map(({ key }) => onnx.unique(key === '' ? 'output' : key));
  const given = new Map(signature.inputs.map(({ tensor }, i) => [parseReference(tensor).node, inputs[i]!.tensor]));
  const results = signature.outputs.map(({ tensor }) => tensor);
  const values = evaluate(conversion, ALL_OPERATORS, { nodes: model.graph.nodes, given, results, depth: 0, path: '' });
  const empty: WrittenGraph = { name: 'network', nodes: [], initializers: [], inputs: [], outputs: [] };
  if (values.some(({ kind }) => kind === 'unsupported')) return { graph: empty, unsupported: [...conversion.unsupported] };
  const ends = values.map((value, i) => {
    if (value.kind !== 'constant' && value.kind !== 'tensor') throw new SavedModelDamage(`its output ${names[i]} is no tensor`);
    return toPlain(conversion, asTensor(conversion, value));
  });
  const ending = nameResults(
    onnx,
    ends.map(({ name }) => name),
    names,
    inputs,
  );
  const live = liveNodes(ending, names);
  const nodes = liveNodes(mergeIntoConvolutions(onnx, live, names), names);
  const outputs = ends.map(({ type, shape }, i): WrittenValue => ({ name: names[i]!, type, shape: declareShape(shape, inputs) }));
  const declared = inputs.map((input) => input.declared);
  return {
    graph: { name: 'network', nodes, initializers: onnx.initializersOf(nodes), inputs: declared, outputs },
    unsupported: [],
  };
}

function createConversion(model: SavedModel, bundle: Bundle): Conversion {
  const readVariable = createVariableReader(model, bundle);
  let elements: number = LIMITS.elements;
  let steps = 0;
  return {
    onnx: createOnnxBuilder(),
    dims: createDimArithmetic(),
    unsupported: new Set(),
    allocate(count) {
      if (!(count <= elements)) throw new OperatorRefusal('whose constants are too large');
      elements -= count;
    },
    step(inputs) {
      steps += 1 + inputs;
      if (steps > LIMITS.steps) throw new SavedModelDamage(`its graph has more than ${LIMITS.steps} nodes`);
    },
    functionNamed(name) {
      const found = model.graph.functionNamed(name);
      if (found === null) throw new SavedModelDamage(`its function ${name} is missing`);
      return found;
    },
    readVariable(variable) {
      const constant = readVariable(variable);
      elements += constant.data.length * LIMITS.timesWeights;
      return constant;
    },
  };
}

/** Gives results the names of the signature; one that is an input, a constant or the same as another goes through an Identity. */
function nameResults(
  onnx: Conversion['onnx'],
  ends: readonly string[],
  names: readonly string[],
  inputs: readonly NetworkInput[],
): WrittenNode[] {
  const renamed = new Map<string, string>();
  for (const [i, end] of ends.entries()) {
    const made = onnx.nodes.some(({ outputs }) => outputs.includes(end)) && !inputs.some(({ declared }) => declared.name === end);
    if (made && !renamed.has(end)) renamed.set(end, names[i]!);
    else
      onnx.nodes.push({
        name: onnx.unique(`${names[i]}/Identity`),
        op: 'Identity',
        inputs: [end],
        outputs: [names[i]!],
        attributes: {},
      });
  }
  const rename = (name: string): string => renamed.get(name) ?? name;
  return onnx.nodes.map((node) => ({ ...node, inputs: node.inputs.map(rename), outputs: node.outputs.map(rename) }));
}
