/**
 * The names of feature sets:
 *
 *   basic25, basic33
 *   multiscale(gaussian:0.7,1,3.5;hessian:1,1.6)   families with their sigmas in pixels
 *   scattering(scales:3;order:2)
 *
 * Canonical: no spaces, families in the order of MULTISCALE_FAMILIES, sigmas ascending, every setting of scattering named. A
 * reader also takes spaces, any order and 1.0 for 1; `multiscale` alone is the default grid, `scattering` has 2 scales, and order 1 with
 * 2 scales, 2 with 3, unless told.
 */
import { GroveError } from './error.ts';
import {
  DEFAULT_GRID,
  type FeatureSet,
  type FeatureSetId,
  MULTISCALE_FAMILIES,
  MULTISCALE_SIGMAS,
  type MultiscaleFamily,
  type MultiscaleGrid,
  SCATTERING_ANGLES,
} from './features.ts';

const SETS = 'basic25, basic33, multiscale or scattering';

/** What a name stands for. Throws GroveError 'invalid-input' naming the part that is wrong and what may stand there. */
export function parseFeatureSet(text: string): FeatureSet {
  const compact = text.replaceAll(/\s/g, '');
  const open = compact.indexOf('(');
  const set = open < 0 ? compact : compact.slice(0, open);
  if (set !== 'basic25' && set !== 'basic33' && set !== 'multiscale' && set !== 'scattering') {
    throw wrong(`There is no feature set '${text}': give ${SETS}.`);
  }
  if (open >= 0 && compact.indexOf(')') !== compact.length - 1) {
    throw wrong(`The feature set '${text}' must end with its one closing bracket.`);
  }
  const settings = open < 0 ? null : readSettings(compact.slice(open + 1, -1), set);
  if (set === 'multiscale') return { set, grid: settings === null ? DEFAULT_GRID : readGrid(settings) };
  if (set === 'scattering') return readScattering(settings ?? new Map());
  if (settings !== null) throw wrong(`The feature set ${set} takes no settings, but '${text}' gives some.`);
  return { set };
}

/** The canonical name of a set; `parseFeatureSet` undoes it. */
export function formatFeatureSet(set: FeatureSet): FeatureSetId {
  switch (set.set) {
    case 'multiscale': {
      const parts = gridEntries(set.grid).map(([family, sigmas]) => `${family}:${sigmas.join(',')}`);
      return `multiscale(${parts.join(';')})`;
    }
    case 'scattering':
      return `scattering(scales:${set.scales};order:${set.order})`;
    default:
      return set.set;
  }
}

/** The canonical spelling of a name. Throws as `parseFeatureSet`. */
export function canonicalFeatureSet(text: string): FeatureSetId {
  return formatFeatureSet(parseFeatureSet(text));
}

/** Columns that a set makes of each channel. */
export function featureSetPlanes(id: FeatureSetId): number {
  const set = parseFeatureSet(id);
  switch (set.set) {
    case 'basic25':
      return 25;
    case 'basic33':
      return 33;
    case 'multiscale':
      return gridPlanes(set.grid);
    case 'scattering': {
      const { scales, order } = set;
      const pairs = order === 2 ? (scales * (scales - 1)) / 2 : 0;
      return 1 + scales * SCATTERING_ANGLES + pairs * SCATTERING_ANGLES ** 2;
    }
  }
}

/** The name shown to users, e.g. "Basic Features 25" or "Multi-scale 49", the number being the columns of each channel. */
export function featureSetLabel(id: FeatureSetId): string {
  const set = parseFeatureSet(id);
  const planes = featureSetPlanes(id);
  switch (set.set) {
    case 'multiscale':
      return `Multi-scale ${planes}`;
    case 'scattering':
      return `Scattering ${planes}`;
    default:
      return `Basic Features ${planes}`;
  }
}

/** The families of a grid that have sigmas, in the order of the columns. */
export function gridEntries(grid: MultiscaleGrid): readonly (readonly [MultiscaleFamily, readonly number[]])[] {
  return MULTISCALE_FAMILIES.map((family) => [family, grid[family] ?? []] as const).filter(([, sigmas]) => sigmas.length > 0);
}

/** Planes that one sigma of a family makes: the eigenvalues are two. */
export function planesPerSigma(family: MultiscaleFamily): 1 | 2 {
  return family === 'tensor' || family === 'hessian' ? 2 : 1;
}

/** Columns that a grid makes of each channel; 0 for an empty one. */
export function gridPlanes(grid: MultiscaleGrid): number {
  return gridEntries(grid).reduce((sum, [family, sigmas]) => sum + planesPerSigma(family) * sigmas.length, 0);
}

/** `name:value,value;name:value` as a map in the order given. */
function readSettings(text: string, set: string): Map<string, readonly string[]> {
  const settings = new Map<string, readonly string[]>();
  if (text === '') return settings;
  for (const part of text.split(';')) {
    const [name, values, more] = part.split(':');
    if (!name || values === undefined || more !== undefined) {
      throw wrong(`'${part}' in ${set}(…) must be a name, a colon and values separated by commas.`);
    }
    if (settings.has(name)) throw wrong(`${set}(…) names '${name}' twice.`);
    settings.set(name, values.split(','));
  }
  return settings;
}

function readGrid(settings: ReadonlyMap<string, readonly string[]>): MultiscaleGrid {
  if (settings.size === 0) throw wrong('A Multi-scale set needs a family and a scale, like multiscale(gaussian:1).');
  const grid: Partial<Record<MultiscaleFamily, readonly number[]>> = {};
  for (const [name, values] of settings) {
    const family = MULTISCALE_FAMILIES.find((known) => known === name);
    if (family === undefined) {
      throw wrong(`Multi-scale features have no family '${name}': give ${MULTISCALE_FAMILIES.join(', ')}.`);
    }
    const sigmas = values.map((value) => {
      const sigma = MULTISCALE_SIGMAS.find((known) => /^[\d.]+$/.test(value) && known === Number(value));
      if (sigma !== undefined) return sigma;
      throw wrong(`Multi-scale features have no scale '${value}' for ${family}: give ${MULTISCALE_SIGMAS.join(', ')}.`);
    });
    if (new Set(sigmas).size !== sigmas.length) throw wrong(`multiscale(…) names a scale of ${family} twice.`);
    grid[family] = sigmas.sort((a, b) => a - b);
  }
  return grid;
}

function readScattering(settings: ReadonlyMap<string, readonly string[]>): FeatureSet {
  for (const name of settings.keys()) {
    if (name !== 'scales' && name !== 'order') throw wrong(`Scattering has no setting '${name}': give scales and order.`);
  }
  const scales = choice(settings, 'scales', [2, 3] as const) ?? 2;
  const order = choice(settings, 'order', [1, 2] as const) ?? (scales === 3 ? 2 : 1);
  return { set: 'scattering', scales, order };
}

function choice<T extends number>(
  settings: ReadonlyMap<string, readonly string[]>,
  name: string,
  choices: readonly T[],
): T | undefined {
  const values = settings.get(name);
  if (values === undefined) return undefined;
  const found = choices.find((one) => String(one) === values[0]);
  if (found !== undefined && values.length === 1) return found;
  throw wrong(`The ${name} of scattering must be ${choices.join(' or ')}, not '${values.join(',')}'.`);
}

function wrong(message: string): GroveError {
  return new GroveError('invalid-input', message);
}
