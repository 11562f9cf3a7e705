import { broadcastShapes } from '../constants/shapes.ts';
import { permute } from '../constants/strided-copy.ts';
import { SavedModelDamage } from '../damage.ts';
import { boolAttribute } from '../graph/attribute-of.ts';
import type { Call, Operators } from '../graph/conversion.ts';
import { toPlain } from '../graph/layout.ts';
import { operand, tensor } from '../graph/operands.ts';
import type { Tensor, Value } from '../graph/value.ts';

/** Input `i` with its last two axes exchanged where asked. */
function matrix(call: Call, i: number, turned: boolean): Tensor {
  const { conversion } = call;
  const value = operand(call, i);
  const rank = value.kind === 'constant' || value.kind === 'tensor' ? value.shape.length : 0;
  if (rank < 2) throw new SavedModelDamage(`the node ${call.node.name} multiplies something that is no matrix`);
  const order = Array.from({ length: rank }, (_, axis) => (axis < rank - 2 ? axis : 2 * rank - 3 - axis));
  if (turned && value.kind === 'constant') {
    const constant = permute(conversion, value, order);
    return { kind: 'tensor', name: conversion.onnx.constant(constant), type: constant.type, shape: constant.shape, moved: false };
  }
  const source = toPlain(conversion, tensor(call, i));
  if (!turned) return source;
  const [name] = conversion.onnx.emit('Transpose', [source.name], { perm: order });
  return { ...source, name: name!, shape: order.map((axis) => source.shape[axis]!) };
}

function multiply(transposeA: string, transposeB: string) {
  return (call: Call): Value => {
    const a = matrix(call, 0, boolAttribute(call, transposeA, false));
    const b = matrix(call, 1, boolAttribute(call, transposeB, false));
    const [inner, other] = [a.shape.at(-1)!, b.shape.at(-2)!];
    if (typeof inner === 'number' && typeof other === 'number' && inner !== other) {
      throw new SavedModelDamage(`the node ${call.node.name} multiplies matrices of ${inner} columns and ${other} rows`);
    }
    const shape = [...broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2)), a.shape.at(-2)!, b.shape.at(-1)!];
    return { ...a, name: call.conversion.onnx.emit('MatMul', [a.name, b.name])[0]!, shape };
  };
}

export const MATRIX_OPERATORS: Operators = {
  MatMul: multiply('transpose_a', 'transpose_b'),
  BatchMatMul: multiply('adj_x', 'adj_y'),
  BatchMatMulV2: multiply('adj_x', 'adj_y'),
};
