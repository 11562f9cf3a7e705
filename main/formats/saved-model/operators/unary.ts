import type { AttributeValue } from '../../onnx/write-onnx.ts';
import type { Conversion } from '../graph/conversion.ts';
import type { Dim, DimArithmetic } from '../graph/dim.ts';
import { asTensor } from '../graph/operands.ts';
import type { Constant, Tensor } from '../graph/value.ts';

/** A function of one element. */
export interface Unary {
  readonly onnx: string;
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
  /** Null where constants are left to the runtime. */
  readonly of: ((x: number) => number) | null;
  readonly ofDim?: (dims: DimArithmetic, x: Dim) => Dim;
  readonly result?: 'bool';
}

/** Applies a function: to constants at once, else as a node of ONNX. */
export function applyUnary(
  conversion: Conversion,
  { onnx, attributes = {}, of, ofDim, result }: Unary,
  x: Constant | Tensor,
): Constant | Tensor {
  const type = result ?? x.type;
  if (x.kind === 'constant') {
    const folded = of === null ? null : fold(conversion, of, ofDim ?? null, x, type);
    if (folded !== null) return folded;
  }
  const { name, shape, moved } = asTensor(conversion, x);
  return { kind: 'tensor', name: conversion.onnx.emit(onnx, [name], attributes)[0]!, type, shape, moved };
}

function fold(
  { allocate, dims }: Conversion,
  of: (x: number) => number,
  ofDim: Unary['ofDim'] | null,
  { shape, data }: Constant,
  type: Constant['type'],
): Constant | null {
  allocate(data.length);
  const out: Float32Array | Dim[] = type === 'float' ? new Float32Array(data.length) : new Array<Dim>(data.length);
  for (let i = 0; i < data.length; i++) {
    const x = data[i]!;
    if (typeof x !== 'number' && (ofDim === null || ofDim === undefined)) return null;
    out[i] = (typeof x === 'number' ? of(x) : ofDim!(dims, x)) as number;
  }
  return { kind: 'constant', type, shape, data: out };
}
