import type { NamedFile } from '../reading/read-errors.ts';
import type { PackedNetwork } from './model-package.ts';
import { packageError } from './package-error.ts';

/**
 * What a network file is by its first bytes. Throws GroveError 'RANDOM_FOREST' for a Python pickle, which is never loaded, and
 * 'MODEL_UNREADABLE' where it is empty.
 */
export function sniffNetwork(file: NamedFile, name: string, bytes: Uint8Array): PackedNetwork {
  if (bytes.length === 0) {
    throw packageError(file, 'MODEL_UNREADABLE', `is damaged: its ${name} is empty; ask for a complete file where it came from`);
  }
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4) return { kind: 'saved-model', bytes };
  if (bytes[0] === 0x80 && bytes[1]! >= 2 && bytes[1]! <= 5) {
    const what =
      'holds a Python program instead of a network, which Grove never runs; train a pixel classifier with the same classes instead';
    throw packageError(file, 'RANDOM_FOREST', what);
  }
  return { kind: 'onnx', bytes };
}
