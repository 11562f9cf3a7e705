import type { NetworkMetadata } from '#core/model/network.ts';
import { DESCRIPTION_ENTRY, readDescription } from '../classifier-network/description.ts';
import { readZipEntry } from '../zip/read-zip-entry.ts';
import { readZipDirectory, type ZipEntry } from '../zip/zip-directory.ts';
import { type ZipSource, zipError } from '../zip/zip-source.ts';
import { czannMetadata } from './czann-metadata.ts';
import { legacyMetadata, refuseObjectClassifier, rootElement } from './legacy-metadata.ts';
import { parseMetadata } from './metadata-fields.ts';
import { type ModelPackage, PACKAGE_LIMITS } from './model-package.ts';
import { nameClasses } from './name-classes.ts';
import { packageError } from './package-error.ts';
import { sniffNetwork } from './sniff-network.ts';

/**
 * Reads a .czann, .czmodel or .czseg, told apart by what they hold. Nothing is written to disk and nothing of the network is run.
 * Throws GroveError with the codes of ZipCode and PackageCode.
 */
export async function readZipPackage(source: ZipSource): Promise<ModelPackage> {
  const entries = await readZipDirectory(source, PACKAGE_LIMITS);
  const atRoot = entries.filter(({ name }) => !name.includes('/'));
  for (const [i, { name }] of atRoot.entries()) {
    if (/\.(json|xml|model)$/i.test(name) && atRoot.findIndex((other) => other.name === name) !== i) {
      const what = `holds two files named ${name}, so it is not clear which one counts; ask for a clean copy where it came from`;
      throw zipError(source, 'ZIP_DUPLICATE', what);
    }
  }
  const metadata = atRoot.find(({ name }) => name === 'model.json') ?? only(atRoot, /\.json$/i);
  if (metadata !== undefined) return readCzann(source, atRoot, metadata);
  for (const entry of atRoot.filter(({ name }) => /\.xml$/i.test(name))) {
    const text = new TextDecoder().decode(await readZipEntry(source, entry, PACKAGE_LIMITS.metadataBytes));
    const root = rootElement(text);
    if (root === 'ObjectClassificationModel') throw refuseObjectClassifier(source);
    return readLegacy(source, atRoot, entry, text);
  }
  if (entries.some(({ name }) => /\.(json|xml|model)$/i.test(name))) {
    const what =
      'has no description of its network (model.json) at the top of the archive; export it anew from the program it comes from';
    throw packageError(source, 'NO_METADATA', what);
  }
  throw packageError(
    source,
    'UNKNOWN_CONTAINER',
    'is a ZIP archive but no model file; choose a .czann, .czmodel, .czseg or .onnx file',
  );
}

async function readCzann(source: ZipSource, atRoot: readonly ZipEntry[], entry: ZipEntry): Promise<ModelPackage> {
  const fields = parseMetadata(source, entry.name, await readZipEntry(source, entry, PACKAGE_LIMITS.metadataBytes));
  const told = czannMetadata(source, fields);
  const model = atRoot.find(({ name }) => name === 'model.model') ?? only(atRoot, /\.model$/i);
  const plain = entry.name === 'model.json' && model?.name === 'model.model';
  const odd = { code: 'ENTRY_NAMES', message: `The file uses other names than usual inside (${entry.name}, ${model?.name}).` };
  const described = await applyDescription(source, atRoot, told);
  const metadata = {
    ...described,
    licences: await licencesOf(source, atRoot),
    warnings: plain ? described.warnings : [...described.warnings, odd],
  };
  return { metadata, monochrome: false, network: await readNetwork(source, model) };
}

/** What Grove's own export adds: colours of the classes and names of the channels. Damage costs these, not the network. */
async function applyDescription<T extends Omit<NetworkMetadata, 'licences'>>(
  source: ZipSource,
  atRoot: readonly ZipEntry[],
  told: T,
): Promise<T> {
  const entry = atRoot.find(({ name }) => name === DESCRIPTION_ENTRY);
  if (entry === undefined) return told;
  try {
    const bytes = await readZipEntry(source, entry, PACKAGE_LIMITS.metadataBytes);
    const found = readDescription(bytes, told.classes.length, told.channels);
    if (found === null) return told;
    const { classes } = nameClasses(
      told.classes.map(({ name }, k) => ({ name, color: found.colors[k]! })),
      told.classes.length,
    );
    return { ...told, classes, channelNames: found.channels };
  } catch {
    const message = `What Grove added to the file (${entry.name}) is damaged, so classes get other colours; the network is whole.`;
    return { ...told, warnings: [...told.warnings, { code: 'DESCRIPTION', message }] };
  }
}

async function readLegacy(source: ZipSource, atRoot: readonly ZipEntry[], entry: ZipEntry, text: string): Promise<ModelPackage> {
  const base = entry.name.replace(/\.xml$/i, '');
  const { monochrome, ...told } = legacyMetadata(source, text, base);
  const model = atRoot.find(({ name }) => name.toLowerCase() === `${base.toLowerCase()}.model`) ?? only(atRoot, /\.model$/i);
  const metadata: NetworkMetadata = { ...told, licences: await licencesOf(source, atRoot) };
  return { metadata, monochrome, network: await readNetwork(source, model) };
}

async function readNetwork(source: ZipSource, entry: ZipEntry | undefined): Promise<ModelPackage['network']> {
  if (entry === undefined) {
    const what = 'has a description but no network (model.model); ask for a complete file where it came from';
    throw packageError(source, 'NO_MODEL', what);
  }
  return sniffNetwork(source, entry.name, await readZipEntry(source, entry, PACKAGE_LIMITS.networkBytes));
}

/** The exporter puts a licence under its own name, so any text at the root counts as one. */
const LICENCE = /(\.(txt|md|rst)$)|^(licen[cs]e|copying)/i;
const LONGEST_LICENCE = 2 ** 20;
/** Many names may stand for the same bytes, so what they unpack to is limited too. */
const MOST_LICENCES = 16;

async function licencesOf(source: ZipSource, atRoot: readonly ZipEntry[]): Promise<NetworkMetadata['licences']> {
  const licences: { name: string; text: string }[] = [];
  for (const entry of atRoot.filter(({ name }) => LICENCE.test(name)).slice(0, MOST_LICENCES)) {
    const text = new TextDecoder().decode(await readZipEntry(source, entry, LONGEST_LICENCE));
    licences.push({ name: entry.name, text });
  }
  return licences;
}

/** The entry whose name fits, where there is exactly one. */
function only(entries: readonly ZipEntry[], pattern: RegExp): ZipEntry | undefined {
  const fitting = entries.filter(({ name }) => pattern.test(name));
  return fitting.length === 1 ? fitting[0] : undefined;
}
