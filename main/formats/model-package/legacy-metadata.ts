import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { ModelWarning, NetworkMetadata } from '#core/model/network.ts';
import { decodeEntities } from '../ome-tiff/decode-entities.ts';
import type { NamedFile } from '../reading/read-errors.ts';
import { type NamedClass, nameClasses } from './name-classes.ts';
import { packageError } from './package-error.ts';

type Node = Readonly<Record<string, unknown>>;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseAttributeValue: false,
  parseTagValue: false,
  // Documents may define entities that grow without bound; the five of XML itself are decoded by us.
  processEntities: false,
  isArray: (name) => name === 'Item',
});

/** Channels of the network per pixel type of the description. */
const CHANNELS: Readonly<Record<string, number>> = {
  Gray8: 1,
  Gray16: 1,
  Gray32Float: 1,
  Bgr24: 3,
  Bgr48: 3,
  Bgr96Float: 3,
  Bgra32: 4,
};

const DO = 'ask for a complete file where it came from';
const TRAIN_ANEW = 'train a pixel classifier in Grove with the same classes instead';

export interface LegacyMetadata extends Omit<NetworkMetadata, 'licences'> {
  /** Colour images are turned into one grey channel first. */
  readonly monochrome: boolean;
}

/** Name of the root element of an XML text; null where it is none. */
export function rootElement(text: string): string | null {
  return /^\uFEFF?\s*(?:<\?[^>]*\?>\s*|<!--(?:(?!-->)[\s\S])*-->\s*)*<([\w.:-]+)/.exec(text)?.[1] ?? null;
}

/** What refuses every object classifier, wherever one is met. */
export function refuseObjectClassifier(file: NamedFile) {
  const what =
    'is an object classifier of ZEN, a random forest that only ZEN can run; train an object classifier in Grove instead';
  return packageError(file, 'RANDOM_FOREST', what);
}

/** The parser gives up on text that is nested too deeply. */
function parsed(file: NamedFile, text: string): Node {
  try {
    return parser.parse(text.replace(/^\uFEFF/, '')) as Node;
  } catch (cause) {
    throw packageError(file, 'METADATA_SYNTAX', `cannot be used: its description is nested too deeply; ${DO}`, cause);
  }
}

/**
 * Reads the XML description of a .czmodel or .czseg (versions 1 to 3.1.0). `fileId` is the id in the names of its entries. Throws
 * GroveError with the codes 'XML_DOCTYPE', 'METADATA_SYNTAX', 'METADATA_FIELD', 'LEGACY_VERSION', 'RANDOM_FOREST', 'NOT_TRAINED' and
 * 'PIXEL_TYPE'.
 */
export function legacyMetadata(file: NamedFile, text: string, fileId: string): LegacyMetadata {
  if (/<!DOCTYPE/i.test(text)) {
    throw packageError(file, 'XML_DOCTYPE', `has a document type in its description, which may hide harm and is not read; ${DO}`);
  }
  if (XMLValidator.validate(text.replace(/^\uFEFF/, '')) !== true) {
    throw packageError(file, 'METADATA_SYNTAX', `cannot be used: its description is no well-formed XML; ${DO}`);
  }
  if (rootElement(text) === 'ObjectClassificationModel') throw refuseObjectClassifier(file);
  const model = nodeOf(parsed(file, text).Model);
  if (model === null) {
    throw packageError(file, 'METADATA_FIELD', `cannot be used: its description is a ${rootElement(text)}, not a Model; ${DO}`);
  }
  const version = textOf(model['@Version']) ?? '';
  if (!['1', '2', '3'].includes(version.split('.')[0]!)) {
    const what = `is of the version "${version.slice(0, 20)}"; Grove reads versions 1, 2 and 3 of this format: save it anew as .czann`;
    throw packageError(file, 'LEGACY_VERSION', what);
  }
  const extractor = textOf(model.FeatureExtractor) ?? '';
  if (extractor !== '' && extractor !== 'DeepNeuralNetwork') {
    const what = `is a random forest trained in ZEN (features: ${extractor.slice(0, 40)}), a Python program that Grove never runs; ${TRAIN_ANEW}`;
    throw packageError(file, 'RANDOM_FOREST', what);
  }
  const status = textOf(model.Status);
  if (status !== null && status !== 'Trained') {
    throw packageError(file, 'NOT_TRAINED', `is not trained (its status is "${status.slice(0, 40)}"); train it first`);
  }
  const warnings: ModelWarning[] = [];
  const id = (textOf(model.Id) ?? fileId).toLowerCase();
  if (id !== fileId.toLowerCase()) {
    warnings.push({ code: 'ID_MISMATCH', message: `The file names carry another id than the description; ${id} is used.` });
  }
  const named = readClasses(file, model);
  const { classes, warnings: classWarnings } = nameClasses(named, named.length);
  const [height, width] = [wholeNumber(model.TotalTileHeight), wholeNumber(model.TotalTileWidth)];
  const border = readBorder(file, model, warnings);
  const postprocessing = textOf(model.Postprocessing) ?? '';
  if (postprocessing !== '' && postprocessing !== 'None') {
    const message = `ZEN would smooth the result with ${postprocessing}; Grove shows it as the network gives it.`;
    warnings.push({ code: 'POSTPROCESSING', message });
  }
  return {
    container: 'czmodel',
    id,
    name: textOf(model.ModelName) ?? '',
    description: '',
    task: 'SingleClassSemanticSegmentation',
    tile: height !== null && width !== null ? { z: null, y: height, x: width } : null,
    channels: readChannels(file, model),
    answer: height !== null && width !== null ? { z: null, y: height, x: width } : null,
    outputs: classes.length,
    border,
    classes,
    values: textOf(model.ScaleInputsByBitdepth)?.toLowerCase() === 'true' ? 'unit' : 'counts',
    pixelSizeUm: null,
    monochrome: textOf(model.ColorHandling) === 'ConvertToMonochrome',
    warnings: [...warnings, ...classWarnings],
  };
}

function readClasses(file: NamedFile, model: Node): NamedClass[] {
  const items = itemsOf(model.TrainingClasses);
  if (items.length < 2) {
    throw packageError(
      file,
      'METADATA_FIELD',
      `cannot be used: its description names ${items.length} classes, not two or more; ${DO}`,
    );
  }
  const sorted = items
    .map((item, i) => ({ item, value: wholeNumber(item['@LabelValue']) ?? i + 1 }))
    .sort((a, b) => a.value - b.value);
  return sorted.map(({ item }, k) => {
    const [red, green, blue] = ['@colR', '@colG', '@colB'].map((key) => wholeNumber(item[key]));
    const told = [red, green, blue].every((part) => part !== null && part !== undefined && part <= 255);
    return {
      name: textOf(item['@Name']) ?? `Class ${k + 1}`,
      color: told ? (red! << 16) | (green! << 8) | blue! : 0xffffff,
    };
  });
}

function readChannels(file: NamedFile, model: Node): number {
  const items = itemsOf(model.Channels);
  let channels = 0;
  for (const item of items) {
    const type = textOf(item['@PixelType']) ?? '';
    const count = CHANNELS[type];
    if (count === undefined) {
      const what = `wants pixels of the type "${type.slice(0, 40)}", which Grove cannot give it; use a network for grey or colour images`;
      throw packageError(file, 'PIXEL_TYPE', what);
    }
    channels += count;
  }
  if (channels > 0) return channels;
  throw packageError(file, 'METADATA_FIELD', `cannot be used: its description names no channel; ${DO}`);
}

function readBorder(file: NamedFile, model: Node, warnings: ModelWarning[]): LegacyMetadata['border'] {
  const told = textOf(model.BorderSize);
  if (told === null) {
    const message =
      'The file does not say how much of each tile’s border to leave out; the value shown is estimated from the network.';
    warnings.push({ code: 'BORDER_MISSING', message });
    return null;
  }
  const border = wholeNumber(told);
  if (border === null) {
    throw packageError(
      file,
      'OVERLAP',
      `cannot be used: BorderSize is "${told.slice(0, 20)}", not a whole number from 0 on; ${DO}`,
    );
  }
  return { z: null, y: border, x: border };
}

function nodeOf(value: unknown): Node | null {
  if (value === '') return {};
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Node) : null;
}

function itemsOf(value: unknown): Node[] {
  const items = nodeOf(value)?.Item;
  return Array.isArray(items) ? items.map((item) => nodeOf(item) ?? {}) : [];
}

/** Text of an element or attribute, null where it is absent or has elements of its own. */
function textOf(value: unknown): string | null {
  const text = typeof value === 'string' ? value : nodeOf(value)?.['#text'];
  return typeof text === 'string' ? decodeEntities(text).trim() : null;
}

function wholeNumber(value: unknown): number | null {
  const text = textOf(value);
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
}
