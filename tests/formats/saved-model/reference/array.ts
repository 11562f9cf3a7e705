/** A tensor of the reference: row-major, in double precision whatever its type. */
export interface NdArray {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** Makes an array from a function of the index of an element. */
export function fromIndex(shape: readonly number[], value: (index: readonly number[]) => number): NdArray {
  const count = shape.reduce((product, extent) => product * extent, 1);
  const index = shape.map(() => 0);
  const data = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    data[i] = value(index);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      if (++index[axis]! < shape[axis]!) break;
      index[axis] = 0;
    }
  }
  return { shape: [...shape], data };
}

/** Element at an index; missing leading axes and axes of extent 1 are repeated. */
export function at({ shape, data }: NdArray, index: readonly number[]): number {
  const skip = index.length - shape.length;
  let place = 0;
  for (let axis = 0; axis < shape.length; axis++) place = place * shape[axis]! + (shape[axis] === 1 ? 0 : index[axis + skip]!);
  return data[place]!;
}

export function array(values: ArrayLike<number>, shape: readonly number[] = [values.length]): NdArray {
  return { shape: [...shape], data: Float64Array.from(values) };
}

/** Shape of the result of an operation between two arrays. */
export function broadcast(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => Math.max(a[i - rank + a.length] ?? 1, b[i - rank + b.length] ?? 1));
}
