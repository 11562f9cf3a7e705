import { toMicrometres } from '../tiff/length-units.ts';

const SECONDS_PER_UNIT: Readonly<Record<string, number>> = {
  d: 86_400,
  h: 3600,
  min: 60,
  s: 1,
  ms: 1e-3,
  µs: 1e-6,
  μs: 1e-6,
  us: 1e-6,
  ns: 1e-9,
};

/** A time in seconds; null for units that are no times and for what is no positive number. */
export function toSeconds(value: number, unit: string): number | null {
  const perUnit = Object.hasOwn(SECONDS_PER_UNIT, unit) ? SECONDS_PER_UNIT[unit]! : Number.NaN;
  const seconds = perUnit === 1 ? value : value * perUnit;
  return seconds > 0 && Number.isFinite(seconds) ? seconds : null;
}

/** A length in nanometres; null as `toMicrometres`. */
export function toNanometres(value: number, unit: string): number | null {
  if (unit.trim() === 'nm') return value > 0 && Number.isFinite(value) ? value : null;
  const um = toMicrometres(value, unit);
  return um === null ? null : um * 1000;
}
