import { toMicrometres } from '../tiff/length-units.ts';

/** Powers of ten of the prefixes that NGFF spells out. */
const PREFIXES: Readonly<Record<string, number>> = {
  ...{ yotta: 24, zetta: 21, exa: 18, peta: 15, tera: 12, giga: 9, mega: 6, kilo: 3, hecto: 2, deca: 1, '': 0 },
  ...{ deci: -1, centi: -2, milli: -3, micro: -6, nano: -9, pico: -12, femto: -15, atto: -18, zepto: -21, yocto: -24 },
};

const UM_PER_OTHER: Readonly<Record<string, number>> = {
  ...{ angstrom: 1e-4, ångström: 1e-4, foot: 304_800, yard: 914_400, mile: 1.609344e9 },
};

const SECONDS_PER: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: 86_400, s: 1, ms: 1e-3, min: 60, h: 3600 };

/** A length in micrometres, by the names of NGFF ('micrometer') and by symbols ('µm'); null for no length. */
export function lengthUm(value: number, unit: string): number | null {
  const name = unit
    .trim()
    .toLowerCase()
    .replace(/metre$/, 'meter');
  const prefix = name.endsWith('meter') ? PREFIXES[name.slice(0, -'meter'.length)] : undefined;
  const told = name.endsWith('meter') && Object.hasOwn(PREFIXES, name.slice(0, -'meter'.length));
  if (told) return positive(prefix === -6 ? value : prefix! > -6 ? value * 10 ** (prefix! + 6) : value / 10 ** -(prefix! + 6));
  if (Object.hasOwn(UM_PER_OTHER, name)) return positive(value * UM_PER_OTHER[name]!);
  return toMicrometres(value, unit);
}

/** A time in seconds, by the names of NGFF ('millisecond') and by symbols; null for no time. */
export function timeS(value: number, unit: string): number | null {
  const name = unit.trim().toLowerCase();
  if (Object.hasOwn(SECONDS_PER, name)) return positive(value * SECONDS_PER[name]!);
  const prefix = name.slice(0, -'second'.length);
  if (!name.endsWith('second') || !Object.hasOwn(PREFIXES, prefix)) return null;
  const power = PREFIXES[prefix]!;
  return positive(power >= 0 ? value * 10 ** power : value / 10 ** -power);
}

function positive(value: number): number | null {
  return value > 0 && Number.isFinite(value) ? value : null;
}
