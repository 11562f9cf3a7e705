import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileSystemError, type NamedFile } from '../reading/read-errors.ts';
import { czannMetadata } from './czann-metadata.ts';
import { parseMetadata } from './metadata-fields.ts';
import { type ModelPackage, PACKAGE_LIMITS } from './model-package.ts';
import { type NamedClass, nameClasses } from './name-classes.ts';
import { packageError } from './package-error.ts';
import { sniffNetwork } from './sniff-network.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a model specification: a JSON file that describes a network lying beside it, in the present form (`ModelMetadata` with the
 * keys of .czann) or the older one (`BorderSize`, `PixelType`, `Classes`). Throws GroveError with the codes of PackageCode, and
 * 'not-found' where the network it names is not there.
 */
export async function readSpecification(file: NamedFile, bytes: Uint8Array): Promise<ModelPackage> {
  const fields = parseMetadata(file, file.name, bytes);
  const inner = fields.ModelMetadata;
  const newer = inner !== null && typeof inner === 'object' && !Array.isArray(inner);
  const metadata = newer ? czannMetadata(file, inner as Fields) : olderMetadata(file, fields);
  const named = fields.ModelPath ?? fields.ModelFile;
  if (typeof named !== 'string' || named === '') {
    const what = 'names no network (ModelPath); write the path of the network into it, or choose the network itself';
    throw packageError(file, 'NO_MODEL', what);
  }
  if (/\.pb$/i.test(named)) {
    const what = `describes a frozen TensorFlow 1 graph (${named}), which Grove cannot read; export the network as ONNX`;
    throw packageError(file, 'MODEL_UNREADABLE', what);
  }
  const network = sniffNetwork(file, named, await readBeside(file, named, PACKAGE_LIMITS.networkBytes));
  const licences: { name: string; text: string }[] = [];
  if (typeof fields.LicenseFile === 'string' && fields.LicenseFile !== '') {
    const text = new TextDecoder().decode(await readBeside(file, fields.LicenseFile, 2 ** 20));
    licences.push({ name: fields.LicenseFile, text });
  }
  const monochrome = fields.ColorHandling === 'ConvertToMonochrome';
  return { metadata: { ...metadata, container: 'specification', licences }, monochrome, network };
}

async function readBeside(file: NamedFile, named: string, most: number): Promise<Uint8Array> {
  const path = resolve(dirname(file.path), named);
  const about = { path, name: named };
  try {
    const kind = await stat(path);
    // A pipe or device would keep us waiting, or never end.
    if (!kind.isFile()) {
      const what = `names ${named} as its network, which is no ordinary file; write the path of the network into it`;
      throw packageError(file, 'NO_MODEL', what);
    }
    const { size } = kind;
    if (size > most)
      throw packageError(file, 'TOO_LARGE', `names a ${named} of ${Math.round(size / 2 ** 20)} MB, which is too large`);
    return await readFile(path);
  } catch (error) {
    throw error instanceof Error && 'code' in error && error.name !== 'GroveError' ? fileSystemError(about, error) : error;
  }
}

const CHANNELS: Readonly<Record<string, number>> = { Gray8: 1, Gray16: 1, Gray32Float: 1, Bgr24: 3, Bgr48: 3, Bgr96Float: 3 };

function olderMetadata(file: NamedFile, fields: Fields) {
  const { Classes, BorderSize, PixelType } = fields;
  if (!Array.isArray(Classes) || Classes.length < 2 || !Classes.every((name) => typeof name === 'string')) {
    const what = 'is no model specification that Grove knows: Classes is no list of two or more names; ask for a complete file';
    throw packageError(file, 'METADATA_FIELD', what);
  }
  const channels = CHANNELS[String(PixelType)];
  if (channels === undefined) {
    const what = `wants pixels of the type "${String(PixelType).slice(0, 40)}", which Grove cannot give it; use a network for grey or colour images`;
    throw packageError(file, 'PIXEL_TYPE', what);
  }
  if (!Number.isSafeInteger(BorderSize) || (BorderSize as number) < 0) {
    const what = `cannot be used: BorderSize is ${JSON.stringify(BorderSize)}, not a whole number from 0 on; ask for a corrected file`;
    throw packageError(file, 'OVERLAP', what);
  }
  const named: NamedClass[] = (Classes as string[]).map((name) => ({ name, color: null }));
  const border = { z: null, y: BorderSize as number, x: BorderSize as number };
  return {
    id: null,
    name: '',
    description: '',
    task: 'SingleClassSemanticSegmentation' as const,
    tile: null,
    channels,
    answer: null,
    outputs: named.length,
    border,
    values: 'counts' as const,
    pixelSizeUm: null,
    ...nameClasses(named, named.length),
  };
}
