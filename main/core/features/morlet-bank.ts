import type { Kernels } from '../kernels/kernels.ts';
import { type LineFilter, lineFilter } from './line-filter.ts';
import { morletFrequency, type Wave, wave } from './morlet.ts';
import type { ScratchRows } from './scratch-rows.ts';
import { F32, roundUp, type StripLayout } from './strip.ts';

/** The six wavelets of one scale. */
export interface MorletBank {
  /** Samples read on every side of an output. */
  readonly reach: number;
  /**
   * |src * ψ| for θ = 0°, 30° … 150° into six buffers of the layout's stride, at most CHUNK_ROWS rows. Columns are rounded up to a
   * multiple of 4. Uses the scratch buffers from `firstScratch` on, SCRATCH of them.
   */
  modulus(dsts: readonly number[], src: number, width: number, rows: number): void;
}

/** Scratch buffers that a bank uses. */
export const BANK_SCRATCH = 12;

/**
 * Seven filters down the columns and thirteen along the rows make all six: the envelope alone, and the envelope with waves of
 * ξ, ξ cos 30° and ξ / 2, which are what the six directions have along either axis.
 */
export function morletBank(
  kernels: Kernels,
  layout: StripLayout,
  scratch: ScratchRows,
  firstScratch: number,
  scale: number,
): MorletBank {
  const { wasm } = kernels;
  const { stride } = layout;
  const frequency = morletFrequency(scale);
  const [flat, full, long, half] = [0, 1, Math.sqrt(3) / 2, 0.5].map((part) => {
    const filters = wave(scale, frequency * part);
    return { ...filters, c: lineFilter(kernels, layout, filters.even), s: lineFilter(kernels, layout, filters.odd) };
  }) as [Factor, Factor, Factor, Factor];
  const reach = roundUp(flat.c.reach, 4);
  const buffers = Array.from({ length: BANK_SCRATCH }, (_, i) => scratch(firstScratch + i));
  const [flatDown, fullC, fullS, longC, longS, halfC, halfS, mean, a, b, c, d] = buffers as Buffers;

  return {
    reach: flat.c.reach,
    modulus([at0, at30, at60, at90, at120, at150], src, width, rows) {
      const down = (filter: LineFilter, dst: number): void =>
        filter.down(dst - reach * F32, src - reach * F32, width + 2 * reach, rows);
      const along = (filter: LineFilter, dst: number, from: number): void => filter.along(dst, stride, from, width, rows);
      down(flat.c, flatDown);
      down(full.c, fullC);
      down(full.s, fullS);
      down(long.c, longC);
      down(long.s, longS);
      down(half.c, halfC);
      down(half.s, halfS);
      along(flat.c, mean, flatDown);

      along(full.c, a, flatDown);
      along(full.s, b, flatDown);
      wasm.waveModulus(at0!, a, b, mean, stride, full.sum, width, rows);
      along(flat.c, a, fullC);
      along(flat.c, b, fullS);
      wasm.waveModulus(at90!, a, b, mean, stride, full.sum, width, rows);

      const pair = (plain: number, mirror: number, x: Factor, y: Factor, downC: number, downS: number): void => {
        along(x.c, a, downC);
        along(x.s, b, downS);
        along(x.s, c, downC);
        along(x.c, d, downS);
        wasm.waveModulusPair(plain, mirror, a, b, c, d, mean, stride, x.sum * y.sum, width, rows);
      };
      pair(at30!, at150!, long, half, halfC, halfS);
      pair(at60!, at120!, half, long, longC, longS);
    },
  };
}

/** Filters of one rate along an axis. */
interface Factor extends Wave {
  readonly c: LineFilter;
  readonly s: LineFilter;
}

type Buffers = [number, number, number, number, number, number, number, number, number, number, number, number];
