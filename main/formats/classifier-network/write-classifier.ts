import type { PixelClassifier } from '#core/model/classifier.ts';
import type { ClassifierExport } from '../../services/ports.ts';
import { writeWholeFile } from '../writing/write-whole-file.ts';
import { packClassifier } from './pack-classifier.ts';

/** Writes the classifier as a .czann. What stands at `path` stays until the new file is complete. Throws as writeWholeFile does. */
export async function writeClassifierNetwork(path: string, classifier: PixelClassifier, parts: ClassifierExport): Promise<void> {
  await writeWholeFile(path, packClassifier(classifier, parts));
}
