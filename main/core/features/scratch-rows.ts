import type { KernelArena } from '../kernels/kernel-arena.ts';
import { allocRows, type StripLayout } from './strip.ts';

/**
 * Rows that passes work on at once where they keep many buffers: few enough that all of them stay in the second-level cache,
 * and a multiple of the four rows of the kernels.
 */
export const CHUNK_ROWS = 16;

/**
 * Buffers of CHUNK_ROWS rows by number; their content lasts until another pass, or another part of one, uses the number. A pass
 * must ask for all it needs when it is made: later the memory belongs to others.
 */
export type ScratchRows = (number: number) => number;

/** All passes of an extractor may share one, since they run one after another. */
export function scratchRows(arena: KernelArena, layout: StripLayout): ScratchRows {
  const buffers: number[] = [];
  return (number) => {
    buffers[number] ??= allocRows(arena, layout, CHUNK_ROWS);
    return buffers[number];
  };
}

/** Calls `run` for the rows `from` … `to - 1` in order, at most CHUNK_ROWS at a time. */
export function byChunks(from: number, to: number, run: (top: number, rows: number) => void): void {
  for (let top = from; top < to; top += CHUNK_ROWS) run(top, Math.min(CHUNK_ROWS, to - top));
}
