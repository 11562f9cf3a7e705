import { permute, reshaped } from '../constants/strided-copy.ts';
import { OperatorRefusal, SavedModelDamage } from '../damage.ts';
import type { Call } from '../graph/conversion.ts';
import { allKnown } from '../graph/dim.ts';
import { asTensor, numbers } from '../graph/operands.ts';
import type { Constant, Tensor } from '../graph/value.ts';

/** Weights of a convolution: input `i`, whose shape must be known. */
export function kernelOf(call: Call, i: number, rank: number): { value: Constant | Tensor; shape: readonly number[] } {
  const value = numbers(call, i);
  if (!allKnown(value.shape)) throw new OperatorRefusal('with a kernel of a size that is not known');
  if (value.shape.length !== rank) throw new SavedModelDamage(`the kernel of ${call.node.name} has ${value.shape.length} axes`);
  if (value.type !== 'float' || value.shape.some((extent) => extent < 1))
    throw new SavedModelDamage(`the kernel of ${call.node.name} is empty`);
  return { value, shape: value.shape };
}

/** The kernel with its axes in another order, and then in another shape with as many elements; the name in ONNX. */
export function turnedKernel(
  { conversion }: Call,
  value: Constant | Tensor,
  order: readonly number[],
  shape?: readonly number[],
): string {
  if (value.kind === 'constant') {
    const turned = permute(conversion, value, order);
    return conversion.onnx.constant(shape === undefined ? turned : reshaped(turned, shape));
  }
  const [turned] = conversion.onnx.emit('Transpose', [asTensor(conversion, value).name], { perm: order });
  if (shape === undefined) return turned!;
  return conversion.onnx.emit('Reshape', [turned!, conversion.onnx.integers(shape)])[0]!;
}

/** (spatial …, a, b) → (b, a, spatial …). */
export function kernelOrder(rank: number): number[] {
  return [rank - 1, rank - 2, ...Array.from({ length: rank - 2 }, (_, i) => i)];
}
