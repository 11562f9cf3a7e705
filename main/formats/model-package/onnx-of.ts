import type { ModelWarning } from '#core/model/network.ts';
import type { NamedFile } from '../reading/read-errors.ts';
import { convertSavedModel } from '../saved-model/convert-saved-model.ts';
import { readZipEntry } from '../zip/read-zip-entry.ts';
import { readZipDirectory } from '../zip/zip-directory.ts';
import { zipInMemory } from '../zip/zip-source.ts';
import { type ModelPackage, PACKAGE_LIMITS } from './model-package.ts';

/** The network of a package as ONNX, converted where it is a TensorFlow SavedModel. Throws GroveError 'SAVEDMODEL', 'OPERATOR'. */
export async function onnxOf(
  file: NamedFile,
  { network }: Pick<ModelPackage, 'network'>,
): Promise<{ bytes: Uint8Array; warnings: readonly ModelWarning[] }> {
  if (network.kind === 'onnx') return { bytes: network.bytes, warnings: [] };
  const source = zipInMemory(file.path, file.name, network.bytes);
  const entries = await readZipDirectory(source, PACKAGE_LIMITS);
  const files = new Map<string, Uint8Array>();
  for (const entry of entries) {
    if (/^(saved_model\.pb|variables\/variables\.(index|data-\d+-of-\d+))$/.test(entry.name)) {
      files.set(entry.name, await readZipEntry(source, entry, PACKAGE_LIMITS.networkBytes));
    }
  }
  const { onnx, notes } = convertSavedModel(file, { read: (name) => files.get(name) ?? null });
  return { bytes: onnx, warnings: notes.map((message) => ({ code: 'CONVERTED', message })) };
}
