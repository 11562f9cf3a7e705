import { describe, expect, it } from 'vitest';
import { GroveError } from '#core/model/error.ts';
import { convertSavedModel } from '../../../main/formats/saved-model/convert-saved-model.ts';
import { converted, NAMED } from './compare.ts';
import type { FunctionSpec } from './writer/graph-spec.ts';
import { createNetwork, type NetworkBuilder } from './writer/network-builder.ts';
import { table, writeBundle } from './writer/write-bundle.ts';
import { writeSavedModel } from './writer/write-saved-model.ts';

/** What refuses a network. */
function refusal(build: (b: NetworkBuilder) => string): GroveError {
  const b = createNetwork([null, null, null, 3]);
  try {
    converted(b.finish(build(b)));
  } catch (error) {
    expect(error).toBeInstanceOf(GroveError);
    return error as GroveError;
  }
  throw new Error('The network was not refused.');
}

const call = (name: string) => ({ f: { func: name } });
const plain = (name: string, nodes: FunctionSpec['nodes'], from: string): FunctionSpec => ({
  name,
  inputs: ['x'],
  outputs: [{ name: 'y', from }],
  nodes,
});

describe('operators that cannot be converted', () => {
  it('are all named, and those that do not matter are not', () => {
    const { code, kind, message } = refusal((b) => {
      b.node('Unused', [b.input]);
      const first = b.node('Sortmax', [b.input]);
      const second = b.node('RaggedGather', [b.node('Relu', [first])]);
      const third = b.node('If', [b.node('Greater', [b.input, b.input]), b.input], {
        then_branch: { func: 'a' },
        else_branch: { func: 'b' },
      });
      return b.node('AddN', [second, third, b.input]);
    });
    expect([code, kind]).toEqual(['OPERATOR', 'unsupported']);
    expect(message).toBe(
      'test uses TensorFlow operators that Grove does not convert: Sortmax, RaggedGather, If (with a condition that is known only when ' +
        'the network runs); export it as ONNX where it was trained.',
    );
  });

  it('are refused by their form where they are known ones', () => {
    const { message } = refusal((b) =>
      b.node('SpaceToBatchND', [b.input, b.integers([2, 2]), b.node('Reshape', [b.integers([0, 0, 0, 0]), b.integers([2, 2])])]),
    );
    expect(message).toContain('test');
  });
});

describe('graphs made to exhaust', () => {
  const huge = (b: NetworkBuilder) =>
    b.node('Const', [], { value: { tensor: { type: 1, shape: [2 ** 15, 2 ** 15], values: [1] } } });
  it.each<[string, (b: NetworkBuilder) => string]>([
    ['a constant of one value and a huge shape', (b) => b.node('Add', [b.input, huge(b)])],
    ['a huge fill', (b) => b.node('Add', [b.input, b.node('Fill', [b.integers([2 ** 20, 2 ** 20]), b.floats([1], [])])])],
    ['a huge range', (b) => b.node('Range', [b.integers(0), b.integers(2 ** 31 - 1), b.integers(1)])],
    ['a huge repetition', (b) => b.node('Tile', [b.floats(new Array<number>(64).fill(2)), b.integers([2 ** 20])])],
    [
      'repetitions of repetitions',
      (b) => {
        let value = b.floats(new Array<number>(1000).fill(2));
        for (let i = 0; i < 30; i++) value = b.node('Tile', [value, b.integers([2])]);
        return value;
      },
    ],
    [
      'a huge padding',
      (b) =>
        b.node('Pad', [b.floats([1, 2], [1, 2]), b.node('Reshape', [b.integers([2 ** 20, 0, 2 ** 20, 0]), b.integers([2, 2])])]),
    ],
    ['a constant with more axes than any', (b) => b.node('Reshape', [b.input, b.integers(new Array<number>(5000).fill(1))])],
    [
      'a function that calls itself',
      (b) => {
        b.functions.push(
          plain('self', [{ name: 'again', op: 'PartitionedCall', inputs: ['x'], attributes: call('self') }], 'again:output:0'),
        );
        return b.node('PartitionedCall', [b.input], call('self'));
      },
    ],
    [
      'functions that double',
      (b) => {
        for (let i = 0; i < 50; i++) {
          const next = call(i === 49 ? 'double_0' : `double_${i + 1}`);
          b.functions.push(
            plain(
              `double_${i}`,
              [
                { name: 'one', op: 'PartitionedCall', inputs: ['x'], attributes: next },
                { name: 'two', op: 'PartitionedCall', inputs: ['one:output:0'], attributes: next },
              ],
              'two:output:0',
            ),
          );
        }
        return b.node('PartitionedCall', [b.input], call('double_0'));
      },
    ],
    [
      'a loop without end',
      (b) => {
        b.functions.push(
          plain(
            'always',
            [{ name: 'yes', op: 'Const', inputs: [], attributes: { value: { tensor: { type: 10, shape: [], values: [1] } } } }],
            'yes:output:0',
          ),
        );
        b.functions.push(plain('same', [], 'x'));
        return b.node('StatelessWhile', [b.input], { cond: { func: 'always' }, body: { func: 'same' } });
      },
    ],
    ['a node that depends on itself', (b) => b.node('Relu', ['Relu:output:0'])],
    ['a reference to nothing', (b) => b.node('Relu', ['nowhere:output:0'])],
    [
      'a division of an extent by zero',
      (b) => {
        const shape = b.node('Shape', [b.input]);
        return b.node('Fill', [b.node('FloorDiv', [shape, b.integers([0, 0, 0, 0])]), b.floats([1], [])]);
      },
    ],
    [
      'extents of extents',
      (b) => {
        let shape = b.node('Shape', [b.input]);
        for (let i = 0; i < 300; i++) shape = b.node('Mul', [shape, shape]);
        return b.node('Fill', [shape, b.floats([1], [])]);
      },
    ],
  ])('%s', (_, build) => {
    expect(['SAVEDMODEL', 'OPERATOR']).toContain(refusal(build).code);
  });

  it('but a long chain of nodes is no such thing', () => {
    const b = createNetwork([null, null, null, 3]);
    let value = b.input;
    for (let i = 0; i < 20_000; i++) value = b.node('Identity', [value], {}, { name: `i${i}` });
    expect(converted(b.finish(b.node('Relu', [value]))).onnx.length).toBeLessThan(300);
  });
});

describe('weights', () => {
  const network = (() => {
    const b = createNetwork([null, null, null, 3]);
    return b.finish(b.node('Add', [b.input, b.weight([3])]));
  })();
  const convertWith = (change: (files: Map<string, Uint8Array>) => void) => () => {
    const files = writeSavedModel(network);
    change(files);
    return convertSavedModel(NAMED, { read: (name) => files.get(name) ?? null });
  };
  const INDEX = 'variables/variables.index';

  it('whose index is missing, cut off or from something else are refused', () => {
    expect(convertWith((files) => files.delete(INDEX))).toThrow(/index of weights \(variables\/variables.index\) is missing/);
    expect(convertWith((files) => files.set(INDEX, files.get(INDEX)!.subarray(20)))).toThrow(/index of weights/);
    expect(convertWith((files) => files.set(INDEX, table(new Map())))).toThrow(/has no header/);
  });

  it('that are missing, or have names that are not there, are refused', () => {
    const other = { ...network.weights[0]!, name: 'another' };
    expect(convertWith((files) => files.set(INDEX, writeBundle([other]).get(INDEX)!))).toThrow(
      /damaged|checksum|weight_0 is not among its weights/,
    );
    expect(convertWith((files) => files.delete('variables/variables.data-00000-of-00001'))).toThrow(
      /data-00000-of-00001 is missing/,
    );
  });

  it('with keys that grow without bound are refused', () => {
    const keys = new Map<string, Uint8Array>();
    for (let i = 1; i < 6000; i += 100) keys.set('k'.repeat(i), new Uint8Array(0));
    expect(convertWith((files) => files.set(INDEX, table(keys)))).toThrow(/entry of its index of weights is wrong/);
  });

  it('in more than two hundred blocks are read', () => {
    const many = Array.from({ length: 2500 }, (_, i) => ({ name: `other_${i}`, shape: [], values: [i] }));
    const convert = convertWith((files) => {
      for (const [name, bytes] of writeBundle([...network.weights, ...many])) files.set(name, bytes);
    });
    expect(convert().outputs[0]!.name).toBe('answer');
  });
});
