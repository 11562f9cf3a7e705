import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import type { InspectedNetwork } from '../../services/ports.ts';
import type { NamedFile } from '../reading/read-errors.ts';
import { writeWholeFile } from '../writing/write-whole-file.ts';
import { checkNetwork } from './check-network.ts';
import { completeMetadata } from './complete-metadata.ts';
import type { ModelPackage } from './model-package.ts';
import { onnxOf } from './onnx-of.ts';
import { readModelPackage } from './read-model-package.ts';

/**
 * Reads a model file, compares its description with its network, and writes the network to `onnx`, converted where it is a
 * SavedModel. What the file leaves open is filled in from the network. Throws as readModelPackage, onnxOf and checkNetwork do.
 */
export async function inspectModel(path: string, onnx: string): Promise<InspectedNetwork> {
  const packed = await readModelPackage(path);
  const { bytes, ...found } = await inspectPackage({ path, name: basename(path) }, packed);
  await writeWholeFile(onnx, bytes);
  return { ...found, hash: await fileHash(path) };
}

/** The same of a model file taken apart, without writing anything; `bytes` is the network as ONNX. */
export async function inspectPackage(
  named: NamedFile,
  packed: ModelPackage,
): Promise<Omit<InspectedNetwork, 'hash'> & { bytes: Uint8Array }> {
  const { bytes, warnings } = await onnxOf(named, packed);
  const graph = checkNetwork(named, packed.metadata, bytes);
  const metadata = completeMetadata(named, packed.metadata, graph, warnings);
  return { metadata, graph, monochrome: packed.monochrome, bytes };
}

async function fileHash(path: string): Promise<string> {
  const sha = createHash('sha256');
  for await (const chunk of createReadStream(path)) sha.update(chunk as Buffer);
  return sha.digest('hex');
}
