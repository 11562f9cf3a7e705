import { roundStep } from './camera-scale-bar.ts';

export interface RulerTick {
  /** Distance from the start of the ruler in CSS pixels. */
  readonly at: number;
  /** Null for the short ticks between. */
  readonly label: string | null;
}

/** Labelled ticks are at least this far apart. */
const LABEL_CSS_PX = 70;
const SHORT_TICKS = 5;

/**
 * Ticks of a ruler that starts at level-0 pixel `start` and is `length` CSS pixels long, at `cssZoom` CSS pixels per image
 * pixel. In micrometres where the size of a pixel is known, else in pixels; zero is the edge of the image.
 */
export function rulerTicks(start: number, length: number, cssZoom: number, pixelSizeUm: number | null): RulerTick[] {
  const unit = pixelSizeUm !== null && pixelSizeUm > 0 ? pixelSizeUm : 1;
  const perUnit = cssZoom / unit;
  const atLeast = LABEL_CSS_PX / perUnit;
  const below = roundStep(atLeast);
  // 1, 2, 5, 10: the next round step after one is the last below two and a half times it.
  const step = below >= atLeast - 1e-9 ? below : roundStep(below * 2.5);
  const minor = step / SHORT_TICKS;
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const ticks: RulerTick[] = [];
  const first = Math.ceil((start * unit) / minor - 1e-9);
  for (let k = first; ; k++) {
    const at = (k * minor - start * unit) * perUnit + 0;
    if (at > length) return ticks;
    ticks.push({ at, label: k % SHORT_TICKS === 0 ? ((k / SHORT_TICKS) * step).toFixed(digits) : null });
  }
}
