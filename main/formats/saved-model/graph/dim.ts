import { OperatorRefusal } from '../damage.ts';
import { LIMITS } from '../limits.ts';

/** An extent that is known only when the network runs: of an input, or computed from others. */
export interface DimSymbol {
  readonly id: number;
  readonly from:
    | { readonly input: string; readonly axis: number }
    | { readonly op: DimOperation; readonly a: Dim; readonly b: Dim };
  /** Computations between it and an input. */
  readonly depth: number;
}

/** Computations that do not stay linear. Divisions round down. */
export type DimOperation = 'add' | 'multiply' | 'divide' | 'most' | 'least';

/** `times` · `symbol` + `plus`; `times` is never 0. */
export interface LinearDim {
  readonly symbol: DimSymbol;
  readonly times: number;
  readonly plus: number;
}

/** An integer that is known, or a formula for one. */
export type Dim = number | LinearDim;

/** Integer arithmetic on extents, known or not. Equal computations give equal symbols. Throws OperatorRefusal for deep formulas. */
export interface DimArithmetic {
  /** Extent `axis` of the graph's input. */
  input(input: string, axis: number): Dim;
  add(a: Dim, b: Dim): Dim;
  subtract(a: Dim, b: Dim): Dim;
  multiply(a: Dim, b: Dim): Dim;
  /** Rounded down. */
  divide(a: Dim, b: Dim): Dim;
  /** Rounded up. */
  divideUp(a: Dim, b: Dim): Dim;
  most(a: Dim, b: Dim): Dim;
  least(a: Dim, b: Dim): Dim;
}

export function createDimArithmetic(): DimArithmetic {
  const known = new Map<string, DimSymbol>();

  function intern(key: string, from: DimSymbol['from'], depth: number): LinearDim {
    if (depth > LIMITS.extentDepth) throw new OperatorRefusal('extents are computed in too many steps');
    let symbol = known.get(key);
    if (symbol === undefined) {
      symbol = { id: known.size, from, depth };
      known.set(key, symbol);
    }
    return { symbol, times: 1, plus: 0 };
  }

  function computed(op: DimOperation, a: Dim, b: Dim): LinearDim {
    return intern(`${op} ${keyOf(a)} ${keyOf(b)}`, { op, a, b }, 1 + Math.max(depthOf(a), depthOf(b)));
  }

  const dims: DimArithmetic = {
    input: (input, axis) => intern(`input ${axis} ${input}`, { input, axis }, 0),
    add(a, b) {
      if (typeof a === 'number' && typeof b === 'number') return whole(a + b);
      if (typeof a === 'number') return dims.add(b, a);
      if (typeof b === 'number') return linear(a.symbol, a.times, a.plus + b);
      if (a.symbol === b.symbol) return linear(a.symbol, a.times + b.times, a.plus + b.plus);
      return computed('add', a, b);
    },
    subtract: (a, b) => dims.add(a, dims.multiply(b, -1)),
    multiply(a, b) {
      if (typeof a === 'number' && typeof b === 'number') return whole(a * b);
      if (typeof a === 'number') return dims.multiply(b, a);
      if (typeof b === 'number') return linear(a.symbol, a.times * b, a.plus * b);
      return computed('multiply', a, b);
    },
    divide(a, b) {
      if (b === 0) throw new OperatorRefusal('an extent is divided by zero');
      if (typeof a === 'number' && typeof b === 'number') return whole(Math.floor(a / b));
      if (sameDim(a, b)) return 1;
      if (typeof a === 'number' || typeof b !== 'number') return computed('divide', a, b);
      const quotient = Math.floor(a.plus / b);
      const rest = a.plus - quotient * b;
      if (a.times % b === 0) return linear(a.symbol, a.times / b, quotient);
      return dims.add(computed('divide', { ...a, plus: rest }, b), quotient);
    },
    divideUp: (a, b) => dims.divide(dims.add(a, dims.subtract(b, 1)), b),
    most(a, b) {
      if (sameDim(a, b)) return a;
      return typeof a === 'number' && typeof b === 'number' ? Math.max(a, b) : computed('most', a, b);
    },
    least(a, b) {
      if (sameDim(a, b)) return a;
      return typeof a === 'number' && typeof b === 'number' ? Math.min(a, b) : computed('least', a, b);
    },
  };
  return dims;
}

function linear(symbol: DimSymbol, times: number, plus: number): Dim {
  return times === 0 ? whole(plus) : { symbol, times: whole(times), plus: whole(plus) };
}

function whole(value: number): number {
  if (!Number.isSafeInteger(value)) throw new OperatorRefusal('an extent is too large');
  return value;
}

function depthOf(dim: Dim): number {
  return typeof dim === 'number' ? 0 : dim.symbol.depth;
}

function keyOf(dim: Dim): string {
  return typeof dim === 'number' ? String(dim) : `${dim.times}*${dim.symbol.id}+${dim.plus}`;
}

/** True where both are the same number or formula. */
export function sameDim(a: Dim, b: Dim): boolean {
  if (typeof a === 'number' || typeof b === 'number') return a === b;
  return a.symbol === b.symbol && a.times === b.times && a.plus === b.plus;
}

/** True where all extents are known. */
export function allKnown(dims: readonly Dim[]): dims is number[] {
  return dims.every((dim) => typeof dim === 'number');
}
