import { floatConstant } from '../constants/make-constant.ts';
import { broadcastTo, stridedCopy } from '../constants/strided-copy.ts';
import { OperatorRefusal, SavedModelDamage } from '../damage.ts';
import { textAttribute } from '../graph/attribute-of.ts';
import type { Call, Operators } from '../graph/conversion.ts';
import type { Dim } from '../graph/dim.ts';
import { onnxOrder, toPlain } from '../graph/layout.ts';
import { asNumbers, constant, integers, numbers, tensor } from '../graph/operands.ts';
import type { Constant, Tensor, Value } from '../graph/value.ts';
import { join } from './joining.ts';
import { sliceValue } from './slice-value.ts';

/** Before and after each axis. */
function padsOf(call: Call, rank: number): [number, number][] {
  const values = integers(call, 1);
  if (values.length !== 2 * rank || values.some((value) => value < 0 || value > 2 ** 20)) {
    throw new SavedModelDamage(`the padding of ${call.node.name} is wrong`);
  }
  return Array.from({ length: rank }, (_, axis) => [values[2 * axis]!, values[2 * axis + 1]!]);
}

function paddedShape({ conversion }: Call, shape: readonly Dim[], pads: readonly [number, number][]): Dim[] {
  return shape.map((extent, axis) => conversion.dims.add(extent, pads[axis]![0] + pads[axis]![1]));
}

function emitPad(call: Call, source: Tensor, pads: readonly [number, number][], mode: string, value: Constant | null): Value {
  const { onnx } = call.conversion;
  const ordered = onnxOrder(source, pads);
  const list = onnx.integers([...ordered.map(([before]) => before), ...ordered.map(([, after]) => after)]);
  const inputs = [source.name, list, ...(value === null ? [] : [onnx.constant(value)])];
  return { ...source, name: onnx.emit('Pad', inputs, { mode })[0]!, shape: paddedShape(call, source.shape, pads) };
}

function pad(call: Call): Value {
  const source = numbers(call, 0);
  const pads = padsOf(call, source.shape.length);
  if (pads.every(([before, after]) => before === 0 && after === 0)) return source;
  const value = call.inputs.length > 2 ? constant(call, 2) : null;
  if (source.kind === 'constant') return padConstant(call, source, pads, value);
  if (source.type !== 'float') throw new OperatorRefusal('on whole numbers');
  return emitPad(call, source, pads, 'constant', value ?? floatConstant(0));
}

/** Joins blocks of the fill value before and behind, axis by axis. */
function padConstant(call: Call, source: Constant, pads: readonly [number, number][], value: Constant | null): Value {
  const filling: Constant = value ?? {
    kind: 'constant',
    type: source.type,
    shape: [],
    data: source.type === 'float' ? Float32Array.of(0) : [0],
  };
  return pads.reduce<Constant>((inner, [before, after], axis) => {
    const block = (extent: number): Constant => {
      const shape = inner.shape.map((own, i) => (i === axis ? extent : own));
      return broadcastTo(call.conversion, filling, shape);
    };
    const parts = [...(before > 0 ? [block(before)] : []), inner, ...(after > 0 ? [block(after)] : [])];
    return join(call, parts, axis) as Constant;
  }, source);
}

/** REFLECT leaves the edge pixel out, which ONNX has too; SYMMETRIC repeats it, which is put together from mirrored slices. */
function mirrorPad(call: Call): Value {
  const source = tensor(call, 0);
  const pads = padsOf(call, source.shape.length);
  const mode = textAttribute(call, 'mode', 'REFLECT');
  checkMirror(call, source, pads, mode);
  if (pads.every(([before, after]) => before === 0 && after === 0)) return source;
  if (mode === 'REFLECT') return emitPad(call, source, pads, 'reflect', null);
  const { dims } = call.conversion;
  return pads.reduce<Tensor>(
    (inner, [before, after], axis) => {
      const mirror = (from: Dim, to: Dim): Constant | Tensor =>
        sliceValue(
          call,
          inner,
          inner.shape.map((extent, i) => (i === axis ? { from, to, step: -1 } : { from: 0, to: extent, step: 1 })),
        );
      const extent = inner.shape[axis]!;
      const parts: (Constant | Tensor)[] = [inner];
      if (before > 0) parts.unshift(mirror(before - 1, -1));
      if (after > 0) parts.push(mirror(dims.subtract(extent, 1), behind(call, extent, after)));
      return asNumbers(join(call, parts, axis)) as Tensor;
    },
    toPlain(call.conversion, source),
  );
}

/** The entry before the last one mirrored; -1 where that is the first. */
function behind(call: Call, extent: Dim, after: number): Dim {
  return call.conversion.dims.subtract(extent, after + 1);
}

function checkMirror({ node }: Call, { shape }: Tensor, pads: readonly [number, number][], mode: string): void {
  const least = mode === 'REFLECT' ? 1 : 0;
  const wrong = pads.some(([before, after], axis) => {
    const extent = shape[axis]!;
    return typeof extent === 'number' && Math.max(before, after) > Math.max(extent - least, 0);
  });
  if (wrong || (mode !== 'REFLECT' && mode !== 'SYMMETRIC')) throw new SavedModelDamage(`the padding of ${node.name} is wrong`);
}

/** Repeats a tensor along each axis. */
function tile(call: Call): Value {
  const source = numbers(call, 0);
  const times = integers(call, 1);
  if (times.length !== source.shape.length || times.some((count) => count < 0 || count > 2 ** 20)) {
    throw new SavedModelDamage(`the node ${call.node.name} repeats a tensor ${times.join(' × ')} times`);
  }
  if (times.every((count) => count === 1)) return source;
  const { conversion } = call;
  if (source.kind === 'constant') {
    let steps = 1;
    const own = source.shape.map(() => 0);
    for (let axis = own.length - 1; axis >= 0; axis--) {
      own[axis] = steps;
      steps *= source.shape[axis]!;
    }
    const paired = source.shape.flatMap((extent, axis) => [times[axis]!, extent]);
    const repeated = stridedCopy(
      conversion,
      source,
      paired,
      own.flatMap((step) => [0, step]),
    );
    return { ...repeated, shape: source.shape.map((extent, axis) => extent * times[axis]!) };
  }
  const list = conversion.onnx.integers(onnxOrder(source, times));
  const shape = source.shape.map((extent, axis) => conversion.dims.multiply(extent, times[axis]!));
  return { ...source, name: conversion.onnx.emit('Tile', [source.name, list])[0]!, shape };
}

/** Operators that make tensors larger around or by repeating them. */
export const PADDING_OPERATORS: Operators = { Pad: pad, PadV2: pad, MirrorPad: mirrorPad, Tile: tile };
