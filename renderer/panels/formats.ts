/** Numbers and names as the panels write them: thin, grouped, with units. */

/** Spaces at which no line breaks, thin within numbers and wide before units. */
const THIN = '\u202f';
const GLUE = '\u00a0';

/** 12345.6 as "12 346". */
export const grouped = (value: number): string =>
  Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, THIN);

/** "3 412 px", "1.24 M px" */
export function pixelCount(count: number): string {
  return count < 1_000_000 ? `${grouped(count)}${GLUE}px` : `${(count / 1e6).toFixed(count < 1e7 ? 2 : 1)}${GLUE}M${GLUE}px`;
}

/** 0.182 as "18.2 %"; not a number as a dash. */
export const percent = (share: number): string => (Number.isFinite(share) ? `${(100 * share).toFixed(1)}${GLUE}%` : '–');

/** A sample value: whole numbers grouped, small ones with what matters. */
export function sampleValue(value: number): string {
  if (Number.isInteger(value)) return value < 0 ? `−${grouped(-value)}` : grouped(value);
  const size = Math.abs(value);
  return size >= 1000 ? grouped(value) : size >= 0.001 ? Number(value.toPrecision(4)).toString() : value.toExponential(2);
}

export const cssColor = (color: number): string => `#${color.toString(16).padStart(6, '0')}`;

export const colorNumber = (css: string): number => Number.parseInt(css.slice(1), 16);

/** "4.2 MB" */
export function byteSize(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)}${GLUE}${units[unit]}`;
}

/** "now", "2 min ago", "3 h ago", else the date. */
export function ago(iso: string, now: Date): string {
  const seconds = (now.getTime() - new Date(iso).getTime()) / 1000;
  if (!Number.isFinite(seconds)) return '';
  if (seconds < 60) return 'now';
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  return new Date(iso).toLocaleDateString();
}

/** "0.325 µm/px", or "no scale". */
export function pixelSize(um: number | null): string {
  return um === null ? 'no scale' : `${Number(um.toPrecision(4))}${GLUE}µm/px`;
}

/** "12.5 µm", "1.25 mm"; as many digits as tell places apart. */
export function micrometres(um: number): string {
  return Math.abs(um) < 1000 ? `${Number(um.toFixed(2))}${GLUE}µm` : `${Number((um / 1000).toFixed(3))}${GLUE}mm`;
}

/** "0.5 s", "2:05 min", "1:02:05 h"; fractions of a second only where steps of `step` seconds need them. */
export function duration(seconds: number, step: number): string {
  const digits = Number.isInteger(step) || step >= 10 ? 0 : step >= 0.1 ? 1 : 3;
  const short = seconds.toFixed(digits);
  if (Number(short) < 60) return `${short}${GLUE}s`;
  const whole = Math.round(seconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  const [h, min, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h > 0 ? `${h}:${two(min)}:${two(s)}${GLUE}h` : `${min}:${two(s)}${GLUE}min`;
}
