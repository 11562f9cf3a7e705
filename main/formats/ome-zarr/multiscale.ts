import { damaged, type NamedFile } from '../reading/read-errors.ts';
import { asList, asName, asNumber, asObject, asText, type Json, type JsonObject, member } from './json.ts';
import { isInside } from './zarr-store.ts';

/** What an axis of the arrays stands for. */
export type AxisRole = 't' | 'c' | 'z' | 'y' | 'x' | 'other';

export interface Axis {
  readonly role: AxisRole;
  readonly name: string;
  readonly unit: string | null;
}

/** One resolution: the path of its array inside the group, and what one step along each axis is worth; null where it is not told. */
export interface Dataset {
  readonly path: string;
  readonly scale: readonly number[] | null;
}

/** An entry of `multiscales`. */
export interface Multiscale {
  readonly name: string | null;
  /** Null before version 0.3: the arrays end in the axes t, c, z, y, x. */
  readonly axes: readonly Axis[] | null;
  /** At least one, the finest first. */
  readonly datasets: readonly Dataset[];
}

const MOST_LEVELS = 64;
const MOST_AXES = 8;
export const ALL_AXES: readonly Axis[] = (['t', 'c', 'z', 'y', 'x'] as const).map((role) => ({ role, name: role, unit: null }));

/** Reads an entry of `multiscales` of NGFF 0.1 to 0.5. Throws GroveError 'corrupt' where it makes no sense. */
export function readMultiscale(entry: NamedFile, value: Json): Multiscale {
  const multiscale = asObject(value);
  const axes = readAxes(entry, member(multiscale, 'axes'));
  const whole = scaleOf(multiscale);
  const listed = asList(member(multiscale, 'datasets'));
  if (listed.length === 0) throw damaged(entry, 'its list of resolutions is empty');
  const datasets = listed.slice(0, MOST_LEVELS).map((item) => {
    const dataset = asObject(item);
    const path = asText(member(dataset, 'path'))?.replace(/^\/+|\/+$/g, '') ?? '';
    if (!isInside(path)) throw damaged(entry, `"${path.slice(0, 80)}" is no place for a resolution`);
    const own = scaleOf(dataset);
    const scale = own === null || whole === null ? (own ?? whole) : own.map((step, i) => step * (whole[i] ?? 1));
    return { path, scale };
  });
  return { name: asName(member(multiscale, 'name')), axes, datasets };
}

/** A list of names in 0.3, of objects since. */
function readAxes(entry: NamedFile, value: Json | undefined): readonly Axis[] | null {
  const list = asList(value);
  if (list.length === 0) return null;
  if (list.length > MOST_AXES) throw damaged(entry, 'it has too many axes');
  const axes = list.map((item): Axis => {
    const axis = asObject(item);
    const name = (asText(item) ?? asText(member(axis, 'name')) ?? '').toLowerCase();
    return { role: roleOf(name, asText(member(axis, 'type'))), name, unit: asText(member(axis, 'unit')) };
  });
  const roles = axes.map(({ role }) => role).filter((role) => role !== 'other');
  if (new Set(roles).size !== roles.length) throw damaged(entry, 'two of its axes are the same');
  if (roles.includes('x') && roles.includes('y')) return axes;
  throw damaged(entry, 'it has no axes x and y');
}

function roleOf(name: string, type: string | null): AxisRole {
  if (name === 't' || name === 'c' || name === 'z' || name === 'y' || name === 'x') return name;
  return type === 'time' ? 't' : type === 'channel' ? 'c' : 'other';
}

function scaleOf(object: JsonObject): readonly number[] | null {
  for (const item of asList(member(object, 'coordinateTransformations'))) {
    const transformation = asObject(item);
    if (member(transformation, 'type') !== 'scale') continue;
    const scale = asList(member(transformation, 'scale')).map((step) => asNumber(step) ?? Number.NaN);
    return scale.length > 0 && scale.length <= MOST_AXES ? scale : null;
  }
  return null;
}
