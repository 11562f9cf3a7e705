import { readFields, signed } from '../../protobuf/read-fields.ts';
import { SavedModelDamage } from '../damage.ts';
import { LIMITS } from '../limits.ts';

/** Extents of a TensorShapeProto, null where one is left open; null for the whole where even the rank is. */
export function readTensorShape(bytes: Uint8Array): (number | null)[] | null {
  const shape: (number | null)[] = [];
  for (const field of readFields(bytes)) {
    if (field.number === 3 && field.wire === 0 && field.varint !== 0n) return null;
    if (field.number !== 2 || field.wire !== 2) continue;
    let extent = 0;
    for (const part of readFields(field.bytes)) if (part.number === 1 && part.wire === 0) extent = signed(part.varint);
    if (extent < -1 || extent > Number.MAX_SAFE_INTEGER) throw new SavedModelDamage(`a tensor has the extent ${extent}`);
    shape.push(extent === -1 ? null : extent);
    if (shape.length > LIMITS.rank) throw new SavedModelDamage(`a tensor has more than ${LIMITS.rank} axes`);
  }
  return shape;
}

/** The shape of a tensor that is stored: nothing may be left open. Throws SavedModelDamage. */
export function readFixedShape(bytes: Uint8Array): number[] {
  const shape = readTensorShape(bytes);
  if (shape === null || shape.some((extent) => extent === null)) throw new SavedModelDamage('a stored tensor has an open shape');
  return shape as number[];
}

/** Product of extents; throws SavedModelDamage beyond what numbers count exactly. */
export function elementCount(shape: readonly number[]): number {
  const count = shape.reduce((product, extent) => product * extent, 1);
  if (!Number.isSafeInteger(count)) throw new SavedModelDamage(`a tensor of ${shape.join(' × ')} values is too large`);
  return count;
}
