import { open } from 'node:fs/promises';
import type { PixelClassifier } from '#core/model/classifier.ts';
import type { TrainingRows } from '../../services/ports.ts';
import { readModel } from '../grove-model/read.ts';
import { readPackedClassifier, readPackedRows } from './read-classifier.ts';

/** A pixel classifier from a .grovemodel, or from a .czann that holds one, told apart by content. Throws as both readers do. */
export async function readAnyModel(path: string): Promise<PixelClassifier> {
  return (await startsLikeZip(path)) ? readPackedClassifier(path) : readModel(path);
}

/** What the classifier of a .czann was trained from; null where it is not there, as in a .grovemodel. */
export async function readAnyRows(path: string): Promise<TrainingRows | null> {
  return (await startsLikeZip(path)) ? readPackedRows(path) : null;
}

const ZIP_START = 0x04034b50;

/** False, too, for what cannot be read; the reader of model files says why. */
async function startsLikeZip(path: string): Promise<boolean> {
  const file = await open(path).catch(() => null);
  if (file === null) return false;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return bytesRead === 4 && buffer.readUInt32LE(0) === ZIP_START;
  } catch {
    return false;
  } finally {
    await file.close();
  }
}
