import type { KernelArena } from '../kernels/kernel-arena.ts';

/** Bytes of a float32. */
export const F32 = 4;

/**
 * How all buffers of an extractor are laid out: float32 rows of one stride with room for the halo (and for what the kernels
 * read beyond it) on both sides, so that column x is at the same offset in each.
 */
export interface StripLayout {
  /** Elements from row to row, a multiple of 16. */
  readonly stride: number;
  /** Elements before column 0, a multiple of 16. */
  readonly pad: number;
}

/** What a pass works on: some rows of one channel. Pointers are byte offsets. */
export interface Strip {
  /** Another number for each tile. */
  readonly tile: number;
  readonly channel: number;
  /** Place of the strip in the tile. */
  readonly firstRow: number;
  readonly width: number;
  readonly rows: number;
  /** Column 0 of the first row of the float32 input; readable `halo` pixels around the strip. */
  readonly input: number;
  /** Column 0 of the first row of each plane of this channel; rows follow each other without a gap. */
  readonly planes: readonly number[];
}

/** One step of the computation of a channel's planes. */
export type Pass = (strip: Strip) => void;

/** Room beyond the halo: kernels start up to 3 columns early, end up to 15 late and look one vector group ahead. */
const SLACK = 32;

export function stripLayout(maxWidth: number, halo: number): StripLayout {
  const pad = roundUp(halo + SLACK, 16);
  return { pad, stride: roundUp(maxWidth, 16) + 2 * pad };
}

/** A zeroed buffer of `rows` rows with `above` rows before row 0; returns the pointer of column 0 in row 0. */
export function allocRows(arena: KernelArena, layout: StripLayout, rows: number, above = 0): number {
  const buffer = arena.allocZeroed((rows + above) * layout.stride * F32);
  return buffer + (above * layout.stride + layout.pad) * F32;
}

/** Filter taps in kernel memory. */
export function allocTaps(arena: KernelArena, taps: ArrayLike<number>): number {
  const pointer = arena.alloc(taps.length * F32);
  arena.float32(pointer, taps.length).set(taps);
  return pointer;
}

/** The smallest multiple of `unit` that is not below `value`. */
export function roundUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit;
}
