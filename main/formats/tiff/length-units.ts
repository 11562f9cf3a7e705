/** Micrometres per unit of length, by the names used in OME-XML and ImageJ. */
const UM_PER_UNIT: ReadonlyMap<string, number> = new Map([
  ['m', 1e6],
  ['dm', 1e5],
  ['cm', 1e4],
  ['mm', 1e3],
  ['millimeter', 1e3],
  ['µm', 1],
  ['μm', 1],
  ['um', 1],
  ['micron', 1],
  ['microns', 1],
  ['micrometer', 1],
  ['\\u00B5m', 1],
  ['nm', 1e-3],
  ['nanometer', 1e-3],
  ['pm', 1e-6],
  ['Å', 1e-4],
  ['km', 1e9],
  ['in', 25_400],
  ['inch', 25_400],
  ['ft', 304_800],
  ['mil', 25.4],
]);

/** A length in micrometres; null for units that are no lengths ('pixel', 'reference frame') and for what is no positive number. */
export function toMicrometres(value: number, unit: string): number | null {
  const um = UM_PER_UNIT.get(unit.trim());
  const length = um === undefined ? Number.NaN : um === 1 ? value : value * um;
  return length > 0 && Number.isFinite(length) ? length : null;
}
