import { array, at, fromIndex, type NdArray } from './array.ts';
import type { Reference } from './reference.ts';

const only = (inputs: Reference['inputs'], i: number): NdArray => inputs[i] as NdArray;
const wrap = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);

export function reduction({ op, inputs, bool }: Reference): NdArray {
  const value = only(inputs, 0);
  const axes = Array.from(only(inputs, 1).data, (axis) => wrap(axis, value.shape.length));
  const kept = value.shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent));
  const groups = fromIndex(kept, () => 0);
  const found: number[][] = Array.from(groups.data, () => []);
  let i = 0;
  fromIndex(value.shape, (index) => {
    const place = kept.reduce((sum, extent, axis) => sum * extent + (extent === 1 ? 0 : index[axis]!), 0);
    found[place]!.push(value.data[i++]!);
    return 0;
  });
  const add = (a: number, b: number): number => a + b;
  const results = found.map((group) => {
    switch (op) {
      case 'Mean':
        return group.reduce(add, 0) / group.length;
      case 'Sum':
        return group.reduce(add, 0);
      case 'Prod':
        return group.reduce((a, b) => a * b, 1);
      case 'Max':
        return Math.max(...group);
      default:
        return Math.min(...group);
    }
  });
  return array(results, bool('keep_dims', false) ? kept : kept.filter((_, axis) => !axes.includes(axis)));
}

export function softmax({ op, inputs }: Reference): NdArray {
  const value = only(inputs, 0);
  const channels = value.shape.at(-1)!;
  const data = new Float64Array(value.data.length);
  for (let first = 0; first < data.length; first += channels) {
    const row = value.data.subarray(first, first + channels);
    const sum = row.reduce((total, x) => total + Math.exp(x), 0);
    for (let c = 0; c < channels; c++) data[first + c] = op === 'Softmax' ? Math.exp(row[c]!) / sum : row[c]! - Math.log(sum);
  }
  return { shape: value.shape, data };
}

export function matrixProduct({ inputs, bool }: Reference): NdArray {
  const [a, b] = [only(inputs, 0), only(inputs, 1)];
  const [turnA, turnB] = [bool('transpose_a', false) || bool('adj_x', false), bool('transpose_b', false) || bool('adj_y', false)];
  const rank = a.shape.length;
  const inner = a.shape[turnA ? rank - 2 : rank - 1]!;
  const rows = a.shape[turnA ? rank - 1 : rank - 2]!;
  const columns = b.shape[b.shape.length - (turnB ? 2 : 1)]!;
  return fromIndex([...a.shape.slice(0, -2), rows, columns], (index) => {
    const [batch, row, column] = [index.slice(0, -2), index.at(-2)!, index.at(-1)!];
    let sum = 0;
    for (let k = 0; k < inner; k++) {
      sum += at(a, [...batch, ...(turnA ? [k, row] : [row, k])]) * at(b, [...batch, ...(turnB ? [column, k] : [k, column])]);
    }
    return sum;
  });
}

export function concatenate(parts: readonly NdArray[], axis: number): NdArray {
  const [first] = parts as [NdArray];
  const along = wrap(axis, first.shape.length);
  const shape = first.shape.slice();
  shape[along] = parts.reduce((sum, part) => sum + part.shape[along]!, 0);
  return fromIndex(shape, (index) => {
    const inner = index.slice();
    for (const part of parts) {
      if (inner[along]! < part.shape[along]!) return at(part, inner);
      inner[along]! -= part.shape[along]!;
    }
    return Number.NaN;
  });
}

export function stack(parts: readonly NdArray[], axis: number): NdArray {
  const along = wrap(axis, parts[0]!.shape.length + 1);
  const grown = parts.map(({ shape, data }) => ({ shape: [...shape.slice(0, along), 1, ...shape.slice(along)], data }));
  return concatenate(grown, along);
}

/** Entries `from` to `to` (excluded) along an axis. */
export function part(value: NdArray, axis: number, from: number, to: number): NdArray {
  const shape = value.shape.slice();
  shape[axis] = to - from;
  return fromIndex(shape, (index) =>
    at(
      value,
      index.map((i, k) => (k === axis ? i + from : i)),
    ),
  );
}

export function split(value: NdArray, axis: number, lengths: readonly number[]): NdArray[] {
  const along = wrap(axis, value.shape.length);
  let from = 0;
  return lengths.map((length) => {
    from += length;
    return part(value, along, from - length, from);
  });
}

export function unstack(value: NdArray, axis: number): NdArray[] {
  const along = wrap(axis, value.shape.length);
  const shape = value.shape.filter((_, i) => i !== along);
  return Array.from({ length: value.shape[along]! }, (_, i) => ({ shape, data: part(value, along, i, i + 1).data }));
}

export function transpose(value: NdArray, order: readonly number[]): NdArray {
  return fromIndex(
    order.map((axis) => value.shape[axis]!),
    (index) => {
      const source = new Array<number>(order.length);
      for (const [i, axis] of order.entries()) source[axis] = index[i]!;
      return at(value, source);
    },
  );
}

/** Slices as Python defines them. */
export function stridedSlice({ inputs, int }: Reference): NdArray {
  const value = only(inputs, 0);
  const [begin, end, steps] = [1, 2, 3].map((i) => Array.from(only(inputs, i).data)) as [number[], number[], number[]];
  const has = (mask: string, i: number): boolean => (int(mask, 0) & (1 << i)) !== 0;
  const taken = begin.filter((_, i) => !has('ellipsis_mask', i) && !has('new_axis_mask', i)).length;
  const picks: number[][] = [];
  const shape: number[] = [];
  const all = (): void => {
    const extent = value.shape[picks.length]!;
    picks.push(Array.from({ length: extent }, (_, i) => i));
    shape.push(extent);
  };
  for (let i = 0; i < begin.length; i++) {
    if (has('ellipsis_mask', i)) for (let left = value.shape.length - taken; left > 0; left--) all();
    else if (has('new_axis_mask', i)) shape.push(1);
    else {
      const extent = value.shape[picks.length]!;
      const list = Array.from({ length: extent }, (_, k) => k);
      const from = (place: number): number => (place < 0 ? place + extent : place);
      if (has('shrink_axis_mask', i)) {
        picks.push([from(begin[i]!)]);
        continue;
      }
      const step = steps[i]!;
      const first = has('begin_mask', i) ? (step > 0 ? 0 : extent - 1) : from(begin[i]!);
      const last = has('end_mask', i) ? (step > 0 ? extent : -1) : from(end[i]!);
      const chosen: number[] = [];
      for (let k = first; step > 0 ? k < last : k > last; k += step) if (k in list) chosen.push(k);
      picks.push(chosen);
      shape.push(chosen.length);
    }
  }
  while (picks.length < value.shape.length) all();
  const picked = fromIndex(
    picks.map((list) => list.length),
    (index) =>
      at(
        value,
        index.map((i, axis) => picks[axis]![i]!),
      ),
  );
  return { shape, data: picked.data };
}

export function slice({ inputs }: Reference): NdArray {
  const value = only(inputs, 0);
  const [begin, size] = [1, 2].map((i) => Array.from(only(inputs, i).data)) as [number[], number[]];
  const shape = size.map((length, axis) => (length === -1 ? value.shape[axis]! - begin[axis]! : length));
  return fromIndex(shape, (index) =>
    at(
      value,
      index.map((i, axis) => i + begin[axis]!),
    ),
  );
}

export function reverse({ inputs }: Reference): NdArray {
  const value = only(inputs, 0);
  const axes = Array.from(only(inputs, 1).data, (axis) => wrap(axis, value.shape.length));
  return fromIndex(value.shape, (index) =>
    at(
      value,
      index.map((i, axis) => (axes.includes(axis) ? value.shape[axis]! - 1 - i : i)),
    ),
  );
}

export function gather({ inputs }: Reference): NdArray {
  const [value, indices] = [only(inputs, 0), only(inputs, 1)];
  const axis = inputs.length > 2 ? wrap(only(inputs, 2).data[0]!, value.shape.length) : 0;
  const parts = Array.from(indices.data, (i) => part(value, axis, i, i + 1));
  if (indices.shape.length > 0) return concatenate(parts, axis);
  return { shape: value.shape.filter((_, i) => i !== axis), data: parts[0]!.data };
}

export function tile({ inputs }: Reference): NdArray {
  const [value, times] = [only(inputs, 0), only(inputs, 1)];
  const shape = value.shape.map((extent, axis) => extent * times.data[axis]!);
  return fromIndex(shape, (index) =>
    at(
      value,
      index.map((i, axis) => i % value.shape[axis]!),
    ),
  );
}

export function reshape({ inputs }: Reference): NdArray {
  const [value, wanted] = [only(inputs, 0), Array.from(only(inputs, 1).data)];
  const known = wanted.reduce((product, extent) => (extent === -1 ? product : product * extent), 1);
  return { shape: wanted.map((extent) => (extent === -1 ? value.data.length / known : extent)), data: value.data };
}

export function squeeze({ inputs, ints }: Reference): NdArray {
  const value = only(inputs, 0);
  const axes = ints('squeeze_dims').map((axis) => wrap(axis, value.shape.length));
  const gone = (axis: number): boolean => (axes.length > 0 ? axes.includes(axis) : value.shape[axis] === 1);
  return { shape: value.shape.filter((_, axis) => !gone(axis)), data: value.data };
}

export function expandDims({ inputs }: Reference): NdArray {
  const [value, axis] = [only(inputs, 0), only(inputs, 1)];
  const place = wrap(axis.data[0]!, value.shape.length + 1);
  return { shape: [...value.shape.slice(0, place), 1, ...value.shape.slice(place)], data: value.data };
}
