import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GroveError } from '#core/model/error.ts';
import { convertSavedModel } from '../../../main/formats/saved-model/convert-saved-model.ts';
import { haveSharedModels, SHARED_MODELS } from '../../network/shared-models.ts';
import { seededNumbers } from '../seeded-numbers.ts';
import { NAMED } from './compare.ts';
import {
  batchNormalisation,
  concatenate,
  conv2d,
  conv2dTranspose,
  maxPooling,
  softmaxWritten,
  standardise,
  upSampling,
} from './keras-layers.ts';
import type { AttributeSpec, NetworkSpec, NodeSpec } from './writer/graph-spec.ts';
import { createNetwork } from './writer/network-builder.ts';
import { writeBundle } from './writer/write-bundle.ts';
import { writeSavedModel } from './writer/write-saved-model.ts';

type Random = () => number;
type Files = ReadonlyMap<string, Uint8Array>;

const below = (random: Random, count: number): number => Math.floor(random() * count);

/** A network with operators of all families. */
function network(shape: readonly (number | null)[]): NetworkSpec {
  const b = createNetwork(shape, 3);
  const top = b.node('Relu', [batchNormalisation(b, conv2d(b, standardise(b, b.input, [1, 2, 3]), 2, 3), 3)]);
  const low = maxPooling(b, top);
  const joined = concatenate(b, conv2dTranspose(b, low, 3, 2), upSampling(b, low, 'ResizeBilinear'), top);
  return b.finish(softmaxWritten(b, conv2d(b, joined, 8, 2, 1)));
}

/** Converts, and passes on nothing but refusals with a code. */
function survives(files: Files): 'converted' | 'refused' {
  try {
    convertSavedModel(NAMED, { read: (name) => files.get(name) ?? null });
    return 'converted';
  } catch (error) {
    if (!(error instanceof GroveError)) throw error;
    expect(['SAVEDMODEL', 'OPERATOR', 'TOO_LARGE']).toContain(error.code);
    return 'refused';
  }
}

/** Bytes changed, cut off, doubled or taken out. */
function damaged(bytes: Uint8Array, random: Random): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const from = below(random, copy.length);
  const to = Math.min(from + 1 + below(random, 24), copy.length);
  switch (below(random, 5)) {
    case 0:
      return copy.subarray(0, from);
    case 1:
      return Uint8Array.from(Buffer.concat([copy.subarray(0, to), copy.subarray(from)]));
    case 2:
      return Uint8Array.from(Buffer.concat([copy.subarray(0, from), copy.subarray(to)]));
    case 3:
      copy[from] = [0, 1, 127, 128, 255][below(random, 5)]!;
      return copy;
    default:
      for (let i = 0; i <= below(random, 4); i++) copy[below(random, copy.length)] = below(random, 256);
      return copy;
  }
}

function damageOne(files: Files, random: Random): Files {
  const names = [...files.keys()];
  // Two of three in the graph, which has no checksums.
  const name = random() < 0.67 ? 'saved_model.pb' : names[below(random, names.length)]!;
  return new Map(files).set(name, damaged(files.get(name)!, random));
}

const NUMBERS = [-(2 ** 31), -2, -1, 0, 1, 2, 3, 7, 255, 65_536, 2 ** 31 - 1, 2 ** 40];
const OPERATORS = [
  'Reshape',
  'StridedSlice',
  'ConcatV2',
  'Pack',
  'Unpack',
  'Tile',
  'Pad',
  'Fill',
  'Squeeze',
  'Transpose',
  'MatMul',
  'Split',
  'Mean',
  'GatherV2',
  'Range',
  'Slice',
  'Conv2D',
  'Conv2DBackpropInput',
  'SpaceToBatchND',
  'DepthToSpace',
  'TensorListGetItem',
  'BroadcastTo',
  'MirrorPad',
  'Cast',
];

/** Well-formed files with a graph that makes no sense: operators, inputs and attributes exchanged. */
function scrambled(spec: NetworkSpec, random: Random): NetworkSpec {
  const nodes = spec.body.nodes.slice();
  for (let i = 0; i <= below(random, 3); i++) {
    const at = below(random, nodes.length);
    const node = nodes[at]!;
    const other = nodes[below(random, nodes.length)]!;
    const inputs = node.inputs.slice();
    if (inputs.length > 0) inputs[below(random, inputs.length)] = `${other.name}:output:${below(random, 2)}`;
    const changes: NodeSpec[] = [
      { ...node, op: OPERATORS[below(random, OPERATORS.length)]! },
      { ...node, inputs },
      { ...node, inputs: node.inputs.slice(1) },
      {
        ...node,
        attributes: Object.fromEntries(
          Object.entries(node.attributes).map(([name, value]) => [name, changedAttribute(value, random)]),
        ),
      },
    ];
    nodes[at] = changes[below(random, changes.length)]!;
  }
  return { ...spec, body: { ...spec.body, nodes } };
}

function changedAttribute(spec: AttributeSpec, random: Random): AttributeSpec {
  const number = (): number => NUMBERS[below(random, NUMBERS.length)]!;
  if ('tensor' in spec) {
    const { type, shape, values } = spec.tensor;
    if (random() < 0.5)
      return { tensor: { type, shape: [...shape, ...(random() < 0.5 ? [number()] : [])].map((n) => (n < 0 ? 1 : n)), values } };
    return { tensor: { type, shape, values: Array.from(values, (value) => (random() < 0.5 ? number() : value)) } };
  }
  if ('ints' in spec) return { ints: spec.ints.map((value) => (random() < 0.5 ? number() : value)) };
  if ('int' in spec) return { int: number() };
  if ('bool' in spec) return { bool: !spec.bool };
  return 'text' in spec ? { text: ['SAME', 'VALID', 'EXPLICIT', 'NCHW', ''][below(random, 5)]! } : spec;
}

describe('mutated SavedModels are converted or refused, never anything else', () => {
  it('bytes of our own', () => {
    const random = seededNumbers(41);
    const files = writeSavedModel(network([null, null, null, 2]));
    const outcomes = Array.from({ length: 900 }, () => survives(damageOne(files, random)));
    expect(new Set(outcomes)).toEqual(new Set(['converted', 'refused']));
  });

  it('graphs', () => {
    const random = seededNumbers(42);
    const specs = [network([null, null, null, 2]), network([1, 8, 8, 2])];
    const outcomes = Array.from({ length: 600 }, (_, i) => survives(writeSavedModel(scrambled(specs[i % 2]!, random))));
    expect(new Set(outcomes)).toEqual(new Set(['converted', 'refused']));
  });

  it('blocks of the index of weights, with right checksums', () => {
    const random = seededNumbers(43);
    const spec = network([null, null, null, 2]);
    const files = writeSavedModel(spec);
    for (let i = 0; i < 500; i++) {
      const bundle = writeBundle(spec.weights, (block) => (random() < 0.5 ? damaged(block, random) : block));
      survives(new Map([...files, ...bundle]));
    }
  });

  it.skipIf(!haveSharedModels)('bytes of the published one', () => {
    const random = seededNumbers(44);
    const folder = join(SHARED_MODELS, 'real/i2k_2022_zeiss/saved_tf2_model_output');
    const names = ['saved_model.pb', 'variables/variables.index', 'variables/variables.data-00000-of-00001'];
    const files = new Map(
      names.filter((name) => existsSync(join(folder, name))).map((name) => [name, readFileSync(join(folder, name))]),
    );
    for (let i = 0; i < 300; i++) survives(damageOne(files, random));
  });
});
