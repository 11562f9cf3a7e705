import type { KernelArena } from '../kernels/kernel-arena.ts';
import { allocRows, F32, type Strip, type StripLayout } from './strip.ts';

/** Rows behind the last that kernels may write, which work on four at a time. */
const SPARE_ROWS = 3;

/**
 * Intermediate planes of which a strip needs `margin` rows more above and below. Where a strip follows the one before, the
 * rows that both need are moved up instead of computed again; as every row is computed alike wherever a strip begins, this
 * changes no bit.
 */
export interface RollingRows {
  /**
   * Makes room for a strip and returns its rows that are yet to be computed, `from` … `to - 1` counted from the strip's first;
   * the caller must fill all of them before the next call for this channel.
   */
  advance(strip: Strip): { readonly from: number; readonly to: number };
  /** Column 0 of the strip's first row in each buffer; rows -margin … rows + margin - 1 are there. */
  at(channel: number): readonly number[];
}

export function rollingRows(
  arena: KernelArena,
  layout: StripLayout,
  size: { readonly buffers: number; readonly channels: number; readonly maxRows: number; readonly margin: number },
): RollingRows {
  const { margin } = size;
  const rowBytes = layout.stride * F32;
  const channels = Array.from({ length: size.channels }, () => ({
    buffers: Array.from({ length: size.buffers }, () => allocRows(arena, layout, size.maxRows + margin + SPARE_ROWS, margin)),
    held: { tile: -1, firstRow: 0, rows: 0 },
  }));

  return {
    at: (channel) => channels[channel]!.buffers,
    advance({ tile, channel, firstRow, rows }) {
      const place = channels[channel]!;
      const { held } = place;
      place.held = { tile, firstRow, rows };
      const to = rows + margin;
      const shift = firstRow - held.firstRow;
      const end = held.rows + margin - shift;
      if (held.tile !== tile || shift < 0 || end <= -margin) return { from: -margin, to };
      if (shift > 0) {
        for (const buffer of place.buffers) {
          const first = buffer - margin * rowBytes - layout.pad * F32;
          arena.uint8(first, (shift + end + margin) * rowBytes).copyWithin(0, shift * rowBytes);
        }
      }
      return { from: Math.min(end, to), to };
    },
  };
}
