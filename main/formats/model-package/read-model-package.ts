import { readOnnxModel } from '../onnx/onnx-graph.ts';
import { openSourceFile } from '../reading/source-file.ts';
import type { ZipSource } from '../zip/zip-source.ts';
import { bareOnnxMetadata } from './bare-onnx-metadata.ts';
import { type ModelPackage, PACKAGE_LIMITS } from './model-package.ts';
import { packageError } from './package-error.ts';
import { readSpecification } from './read-specification.ts';
import { readZipPackage } from './read-zip-package.ts';
import { sniffNetwork } from './sniff-network.ts';

const ZIP_START = [0x50, 0x4b];

/**
 * Reads a model file of any kind that Grove knows, told apart by what it holds whatever its name: .czann, .czmodel, .czseg, a model
 * specification (.json) with its network beside it, or a bare .onnx, of which the user is asked the rest. Runs nothing of it.
 *
 * Throws GroveError whose `code` is one of ZipCode and PackageCode, or 'not-found' and 'unreadable' without one.
 */
export async function readModelPackage(path: string): Promise<ModelPackage> {
  const file = await openSourceFile(path);
  try {
    return await readPackage(file);
  } finally {
    await file.close();
  }
}

/** The same of a file that is open, or of bytes in memory. */
export async function readPackage(file: ZipSource): Promise<ModelPackage> {
  const named = { path: file.path, name: file.name };
  const start = await file.read(0, Math.min(16, file.size), 'its first bytes');
  if (ZIP_START.every((byte, i) => start[i] === byte) || file.size === 0 || /\.(czann|czmodel|czseg|cztoc)$/i.test(file.path)) {
    return readZipPackage(file);
  }
  const text = Buffer.from(start)
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart();
  if (text.startsWith('{')) {
    if (file.size > PACKAGE_LIMITS.metadataBytes)
      throw packageError(named, 'TOO_LARGE', 'is too large for a description of a network');
    return readSpecification(named, await file.read(0, file.size, 'its end'));
  }
  if (file.size > PACKAGE_LIMITS.networkBytes) throw packageError(named, 'TOO_LARGE', 'is larger than 2 GB, the limit of ONNX');
  const network = sniffNetwork(named, named.name, await file.read(0, file.size, 'its end'));
  const metadata = bareOnnxMetadata(named, parse(named, network.bytes));
  return { metadata, monochrome: false, network };
}

function parse(named: { path: string; name: string }, bytes: Uint8Array) {
  try {
    return readOnnxModel(bytes);
  } catch (cause) {
    const what = 'is no model file that Grove knows; choose a .czann, .czmodel, .czseg or .onnx file';
    throw packageError(named, 'UNKNOWN_CONTAINER', what, cause);
  }
}
