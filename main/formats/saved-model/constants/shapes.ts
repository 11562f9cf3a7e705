import { SavedModelDamage } from '../damage.ts';
import { type Dim, sameDim } from '../graph/dim.ts';

/**
 * Shape of the result of an operation between two tensors. Unknown extents are taken to agree. Throws SavedModelDamage where
 * known ones do not.
 */
export function broadcastShapes(a: readonly Dim[], b: readonly Dim[]): Dim[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const x = a[i - rank + a.length] ?? 1;
    const y = b[i - rank + b.length] ?? 1;
    return agree(x, y);
  });
}

function agree(x: Dim, y: Dim): Dim {
  if (x === 1 || sameDim(x, y)) return y;
  if (y === 1) return x;
  if (typeof x !== 'number') return y;
  if (typeof y !== 'number') return x;
  throw new SavedModelDamage(`tensors of ${x} and ${y} values are combined`);
}
