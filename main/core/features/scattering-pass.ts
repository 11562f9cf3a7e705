import type { Kernels } from '../kernels/kernels.ts';
import { SCATTERING_ANGLES } from '../model/features.ts';
import type { FeatureDefinition } from './feature-definition.ts';
import { lineFilter } from './line-filter.ts';
import { lowPass } from './morlet.ts';
import { BANK_SCRATCH, morletBank } from './morlet-bank.ts';
import { rollingRows } from './rolling-rows.ts';
import type { PassSizes } from './scale-pass.ts';
import { scatteringFeatures } from './scattering-features.ts';
import { byChunks, type ScratchRows } from './scratch-rows.ts';
import { F32, type Pass, roundUp, type StripLayout } from './strip.ts';

/** Wavelets of one scale applied to one buffer: the image itself, or a modulus that was computed before. */
interface Step {
  /** Number of the buffer among the early or late moduli; null for the image. */
  readonly source: number | null;
  readonly scale: number;
  /** Number of the first of the six buffers that take the moduli. */
  readonly first: number;
}

/**
 * All coefficients of a Scattering set. Moduli that feed second wavelets are computed first, as many rows ahead as those and
 * the low-pass reach ("early"); the others as many as the low-pass alone reaches ("late"). Both are kept from strip to strip.
 * `planes` are the definitions of the channel's planes: those of scatteringFeatures, in their order; throws RangeError else.
 *
 * Memory: for J = 3 and order 2, 126 planes of about 64 rows per channel.
 */
export function scatteringPass(
  kernels: Kernels,
  layout: StripLayout,
  scratch: ScratchRows,
  sizes: PassSizes,
  planes: readonly FeatureDefinition[],
): Pass {
  const { arena } = kernels;
  const { stride } = layout;
  const { scales, order } = settingsOf(planes);
  const banks = Array.from({ length: scales }, (_, scale) => morletBank(kernels, layout, scratch, 0, scale));
  const smooth = lineFilter(kernels, layout, lowPass(scales));
  const left = roundUp(smooth.reach, 4);
  const smoothDown = scratch(BANK_SCRATCH);
  const early = order === 2 ? scales - 1 : 0;
  const ahead = early > 0 ? banks.at(-1)!.reach : 0;

  const earlySteps: Step[] = [];
  const lateSteps: Step[] = [];
  for (let scale = 0; scale < scales; scale++) {
    if (scale < early) earlySteps.push({ source: null, scale, first: scale * SCATTERING_ANGLES });
    else lateSteps.push({ source: null, scale, first: (scale - early) * SCATTERING_ANGLES });
  }
  // In the order of the columns: by the first wavelet, then by the second one's scale.
  for (let source = 0; source < early * SCATTERING_ANGLES; source++) {
    for (let scale = Math.floor(source / SCATTERING_ANGLES) + 1; scale < scales; scale++) {
      lateSteps.push({ source, scale, first: lateSteps.length * SCATTERING_ANGLES });
    }
  }
  const size = (steps: readonly Step[], margin: number) => ({ buffers: steps.length * SCATTERING_ANGLES, ...sizes, margin });
  const earlyRows = rollingRows(arena, layout, size(earlySteps, smooth.reach + ahead));
  const lateRows = rollingRows(arena, layout, size(lateSteps, smooth.reach));

  return (strip) => {
    const { input, width, channel } = strip;
    const earlier = earlyRows.at(channel);
    const later = lateRows.at(channel);

    /** Moduli of some rows, with as many columns more on either side as whoever reads them needs. */
    function run(steps: readonly Step[], dsts: readonly number[], side: number, top: number, rows: number): void {
      const shift = (top * stride - side) * F32;
      for (const { source, scale, first } of steps) {
        const from = source === null ? input : earlier[source]!;
        const targets = dsts.slice(first, first + SCATTERING_ANGLES).map((pointer) => pointer + shift);
        banks[scale]!.modulus(targets, from + shift, width + 2 * side, rows);
      }
    }

    const a = earlyRows.advance(strip);
    byChunks(a.from, a.to, (top, rows) => run(earlySteps, earlier, left + roundUp(ahead, 4), top, rows));
    const b = lateRows.advance(strip);
    byChunks(b.from, b.to, (top, rows) => run(lateSteps, later, left, top, rows));

    const moduli = [input, ...earlier, ...later];
    byChunks(0, strip.rows, (top, rows) => {
      for (const [plane, modulus] of moduli.entries()) {
        smooth.down(smoothDown - left * F32, modulus + (top * stride - left) * F32, width + 2 * left, rows);
        smooth.along(strip.planes[plane]! + top * width * F32, width, smoothDown, width, rows);
      }
    });
  };
}

/** Which set the planes are. */
function settingsOf(planes: readonly FeatureDefinition[]): { scales: number; order: 1 | 2 } {
  const last = planes.at(-1);
  if (last?.family === 'scattering') {
    const { scales } = last;
    const order = last.path.length === 2 ? 2 : 1;
    if (JSON.stringify(planes) === JSON.stringify(scatteringFeatures(scales, order))) return { scales, order };
  }
  throw new RangeError('Scattering coefficients must be the planes of a whole set.');
}
