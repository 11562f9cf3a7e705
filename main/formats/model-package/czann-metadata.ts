import {
  type ModelWarning,
  NETWORK_TASKS,
  type NetworkMetadata,
  type NetworkTask,
  networkUse,
  type TileExtent,
} from '#core/model/network.ts';
import type { NamedFile } from '../reading/read-errors.ts';
import { requiredShape, requiredText } from './metadata-fields.ts';
import { nameClasses } from './name-classes.ts';
import { packageError } from './package-error.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Largest tile, in values. */
const MOST_VALUES = 2 ** 28;

/** Metres → micrometres. */
const UM = 1e6;

/**
 * Reads the description of a .czann (schemas 1.0.0 to 2.0.0; keys it does not know are left alone). Throws GroveError with the codes
 * 'METADATA_FIELD', 'UNKNOWN_TYPE', 'UNSUPPORTED_TYPE', 'TOO_LARGE', 'CLASS_COUNT' and 'OVERLAP'.
 */
export function czannMetadata(file: NamedFile, fields: Readonly<Record<string, unknown>>): Omit<NetworkMetadata, 'licences'> {
  const warnings: ModelWarning[] = [];
  const id = requiredText(file, fields, 'Id');
  if (!UUID.test(id)) {
    const message = `The id of the model ("${id.slice(0, 60)}") is no UUID; it gets a new one.`;
    warnings.push({ code: 'ID_FORMAT', message });
  }
  const task = readTask(file, requiredText(file, fields, 'Type'));
  const input = requiredShape(file, fields, 'InputShape');
  const output = requiredShape(file, fields, 'OutputShape');
  for (const [key, shape] of [['InputShape', input] as const, ['OutputShape', output] as const]) {
    if (shape.reduce((product, extent) => product * extent, 1) > MOST_VALUES) {
      const what = `asks for tiles of ${shape.join(' × ')} values (${key}), which fit no memory; ask for a network with smaller tiles`;
      throw packageError(file, 'TOO_LARGE', what);
    }
  }
  const use = networkUse(task);
  if (use === null) {
    const what = `is a network for ${task}, which Grove can describe but not run; choose one for segmentation, classification or regression`;
    throw packageError(file, 'UNSUPPORTED_TYPE', what);
  }
  if (use !== 'classification' && input.length !== output.length) {
    const what = `contradicts itself: InputShape has ${input.length} numbers but OutputShape ${output.length}; ask for a complete file`;
    throw packageError(file, 'METADATA_FIELD', what);
  }
  const outputs = output.at(-1)!;
  const named = use === 'regression' ? [] : readClasses(file, fields, outputs);
  const { classes, warnings: classWarnings } = use === 'regression' ? { classes: [], warnings: [] } : nameClasses(named, outputs);
  const tile = extentOf(input);
  return {
    container: 'czann',
    id: UUID.test(id) ? id.toLowerCase() : null,
    name: typeof fields.ModelName === 'string' ? fields.ModelName : '',
    description: typeof fields.ModelDescription === 'string' ? fields.ModelDescription : '',
    task,
    tile,
    channels: input.at(-1)!,
    answer: use === 'classification' ? null : extentOf(output),
    outputs,
    border: readBorder(file, fields, tile, warnings),
    classes,
    values: 'unit',
    pixelSizeUm: readScaling(fields, warnings),
    warnings: [...warnings, ...classWarnings],
  };
}

function readTask(file: NamedFile, type: string): NetworkTask {
  const known = NETWORK_TASKS.find((task) => task === type);
  if (known !== undefined) return known;
  const what = `is a network of the type "${type.slice(0, 60)}", which the format does not know; ask for one of ${NETWORK_TASKS.join(', ')}`;
  throw packageError(file, 'UNKNOWN_TYPE', what);
}

function extentOf(shape: readonly number[]): TileExtent {
  const [c, x, y, z] = [...shape].reverse();
  void c;
  return { z: z ?? null, y: y!, x: x! };
}

/** Null where the file names none. */
function readClasses(file: NamedFile, { Classes }: Readonly<Record<string, unknown>>, outputs: number) {
  if (Classes === undefined || Classes === null) return null;
  if (!Array.isArray(Classes) || !Classes.every((name) => typeof name === 'string')) {
    throw packageError(
      file,
      'METADATA_FIELD',
      'cannot be used: Classes in its description is no list of names; ask for a complete file',
    );
  }
  if (Classes.length !== outputs) {
    const what = `contradicts itself: it names ${Classes.length} classes (Classes) but has ${outputs} outputs (OutputShape); ask for a corrected file`;
    throw packageError(file, 'CLASS_COUNT', what);
  }
  return Classes.map((name: string) => ({ name, color: null }));
}

/** Half of MinOverlap; null where the file does not say. */
function readBorder(
  file: NamedFile,
  { MinOverlap }: Readonly<Record<string, unknown>>,
  tile: TileExtent,
  warnings: ModelWarning[],
): TileExtent | null {
  if (MinOverlap === undefined || MinOverlap === null) return null;
  const axes = tile.z === null ? [tile.y, tile.x] : [tile.z, tile.y, tile.x];
  const wrong = (why: string) => packageError(file, 'OVERLAP', `cannot be used: MinOverlap ${why}; ask for a corrected file`);
  if (!Array.isArray(MinOverlap) || !MinOverlap.every((n) => Number.isSafeInteger(n))) throw wrong('is no list of whole numbers');
  const overlap = MinOverlap as number[];
  if (overlap.length !== axes.length) throw wrong(`has ${overlap.length} values for ${axes.length} axes`);
  if (overlap.some((n) => n < 0)) throw wrong(`is [${overlap.join(', ')}], but must not be negative`);
  if (overlap.some((n) => n % 2 === 1)) {
    const message = `MinOverlap [${overlap.join(', ')}] should be even; it is rounded up.`;
    warnings.push({ code: 'OVERLAP_ODD', message });
  }
  const border = overlap.map((n) => Math.ceil(n / 2));
  if (border.some((n, i) => 2 * n >= axes[i]!)) {
    throw wrong(`is [${overlap.join(', ')}], which leaves nothing of a tile of ${axes.join(' × ')} pixels`);
  }
  const [x, y, z] = [...border].reverse();
  return { z: z ?? null, y: y!, x: x! };
}

function readScaling({ Scaling }: Readonly<Record<string, unknown>>, warnings: ModelWarning[]): { x: number; y: number } | null {
  if (Scaling === undefined || Scaling === null) return null;
  const numbers = Array.isArray(Scaling) ? (Scaling as unknown[]) : [];
  const good = numbers.length === 2 && numbers.every((n) => typeof n === 'number' && Number.isFinite(n) && n > 0);
  if (!good) {
    const message = `The pixel size in the file (${JSON.stringify(Scaling).slice(0, 60)}) makes no sense and is left out.`;
    warnings.push({ code: 'SCALING', message });
    return null;
  }
  const [x, y] = numbers as [number, number];
  // One metre stands for "not known" in files in circulation.
  return x === 1 && y === 1 ? null : { x: x * UM, y: y * UM };
}
