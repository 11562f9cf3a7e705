import type { ClassifierInfo } from '#core/model/classifier.ts';
import { canonicalFeatureSet, featureSetPlanes } from '#core/model/feature-set-id.ts';
import type { FeatureSetId } from '#core/model/features.ts';
import type { ForestReport } from '#core/model/forest.ts';
import { BYTES_PER_SAMPLE, type PixelType } from '#core/model/image.ts';
import type { ForestSizes } from './layout.ts';

/** What the JSON header says, checked. Throws Error naming the entry that is missing or of a wrong kind. */
export function readHeader(json: unknown): { info: ClassifierInfo; sizes: ForestSizes } {
  const header = record(json, 'header');
  const sizes = readSizes(record(header.forest, 'forest'));
  const info = readInfo(record(header.info, 'info'));
  const planes = featureSetPlanes(info.features.set) * info.features.channels.length;
  if (info.classes.length !== sizes.classes) throw new Error('the names of the classes do not match the trees');
  if (planes !== sizes.features) throw new Error('the feature set does not match the trees');
  if (info.trees !== sizes.trees) throw new Error('the number of trees is contradictory');
  if (info.channelNames.length !== info.features.channels.length) throw new Error('the channels are contradictory');
  return { info, sizes };
}

function readSizes(value: Record<string, unknown>): ForestSizes {
  return {
    classes: whole(value.classes, 'classes'),
    features: whole(value.features, 'features'),
    trees: whole(value.trees, 'trees'),
    nodes: whole(value.nodes, 'nodes'),
    leafRows: whole(value.leafRows, 'leafRows'),
  };
}

function readInfo(value: Record<string, unknown>): ClassifierInfo {
  const features = record(value.features, 'features');
  return {
    id: text(value.id, 'id'),
    name: text(value.name, 'name'),
    description: text(value.description, 'description'),
    version: whole(value.version, 'version'),
    created: text(value.created, 'created'),
    appVersion: text(value.appVersion, 'appVersion'),
    classes: list(value.classes, 'classes', (entry) => {
      const one = record(entry, 'classes');
      return { name: text(one.name, 'class name'), color: whole(one.color, 'class color') };
    }),
    channelNames: list(value.channelNames, 'channelNames', (entry) => text(entry, 'channelNames')),
    pixelType: oneOf<PixelType>(value.pixelType, BYTES_PER_SAMPLE, 'pixelType'),
    features: {
      set: featureSet(features.set),
      channels: list(features.channels, 'channels', (entry) => whole(entry, 'channels')),
      ...(features.pixelSizeUm !== undefined && { pixelSizeUm: pixelSize(record(features.pixelSizeUm, 'pixelSizeUm')) }),
    },
    trees: whole(value.trees, 'trees'),
    seed: number(value.seed, 'seed'),
    trainingHash: text(value.trainingHash, 'trainingHash'),
    trainingImages: list(value.trainingImages, 'trainingImages', (entry) => text(entry, 'trainingImages')),
    report: readReport(record(value.report, 'report')),
  };
}

function pixelSize({ x, y }: Record<string, unknown>): { x: number; y: number } {
  const size = { x: number(x, 'pixelSizeUm'), y: number(y, 'pixelSizeUm') };
  if (!(size.x > 0 && size.y > 0)) throw new Error('its "pixelSizeUm" entry is not a size');
  return size;
}

function readReport(value: Record<string, unknown>): ForestReport {
  const numbers = (entry: unknown, name: string): number[] => list(entry, name, (one) => number(one, name));
  return {
    // JSON has no NaN and writes null.
    outOfBagError: value.outOfBagError === null ? Number.NaN : number(value.outOfBagError, 'outOfBagError'),
    confusion: list(value.confusion, 'confusion', (row) => numbers(row, 'confusion')),
    importance: numbers(value.importance, 'importance'),
    labelledPixels: numbers(value.labelledPixels, 'labelledPixels'),
    usedPixels: numbers(value.usedPixels, 'usedPixels'),
    distinctRows: whole(value.distinctRows, 'distinctRows'),
    nodes: whole(value.nodes, 'nodes'),
  };
}

function record(value: unknown, name: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`its "${name}" entry is missing`);
  return value as Record<string, unknown>;
}

function list<T>(value: unknown, name: string, read: (entry: unknown) => T): T[] {
  if (!Array.isArray(value)) throw new Error(`its "${name}" entry is missing`);
  return value.map(read);
}

function text(value: unknown, name: string): string {
  if (typeof value !== 'string') throw new Error(`its "${name}" entry is missing`);
  return value;
}

function number(value: unknown, name: string): number {
  if (typeof value !== 'number') throw new Error(`its "${name}" entry is missing`);
  return value;
}

function whole(value: unknown, name: string): number {
  const n = number(value, name);
  if (!Number.isSafeInteger(n) || n < 0) throw new Error(`its "${name}" entry is ${n}`);
  return n;
}

function oneOf<T extends string>(value: unknown, known: Readonly<Record<T, unknown>>, name: string): T {
  if (typeof value !== 'string' || !Object.hasOwn(known, value)) throw new Error(`its ${name} is unknown here`);
  return value as T;
}

/** Only canonical names are written, so another spelling is damage too. */
function featureSet(value: unknown): FeatureSetId {
  const name = text(value, 'feature set');
  let canonical: FeatureSetId | null = null;
  try {
    canonical = canonicalFeatureSet(name);
  } catch {
    // Said below in the words of this reader.
  }
  if (canonical !== name) throw new Error(`its feature set '${name}' is unknown here`);
  return canonical;
}
