import type { Conversion } from '../graph/conversion.ts';
import type { Dim } from '../graph/dim.ts';
import type { Constant } from '../graph/value.ts';
import { elementCount } from '../proto/tensor-shape.ts';

/** Constants of one type and of shapes that differ along `axis` only, one behind the other. */
export function concatenate(conversion: Pick<Conversion, 'allocate'>, parts: readonly Constant[], axis: number): Constant {
  const [{ type, shape: first }] = parts as readonly [Constant, ...Constant[]];
  const shape = first.slice();
  shape[axis] = parts.reduce((sum, part) => sum + part.shape[axis]!, 0);
  const count = elementCount(shape);
  conversion.allocate(count);
  const outer = elementCount(first.slice(0, axis));
  const inner = elementCount(first.slice(axis + 1));
  const data: Float32Array | Dim[] = type === 'float' ? new Float32Array(count) : new Array<Dim>(count);
  let at = 0;
  for (let i = 0; i < outer; i++) {
    for (const part of parts) {
      const length = part.shape[axis]! * inner;
      const source = part.data as ArrayLike<number>;
      for (let k = 0; k < length; k++) data[at++] = source[i * length + k]!;
    }
  }
  return { kind: 'constant', type, shape, data };
}
