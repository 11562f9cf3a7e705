import type { PixelClassifier } from '#core/model/classifier.ts';
import { GroveError } from '#core/model/error.ts';
import type { TrainingRows } from '../../services/ports.ts';
import { decodeModel } from '../grove-model/decode.ts';
import { PACKAGE_LIMITS } from '../model-package/model-package.ts';
import { type NumberArray, parseNpy } from '../npy/read-npy.ts';
import { openSourceFile } from '../reading/source-file.ts';
import { readZipEntry } from '../zip/read-zip-entry.ts';
import { readZipDirectory, type ZipEntry } from '../zip/zip-directory.ts';
import type { ZipSource } from '../zip/zip-source.ts';
import { CLASSIFIER_ENTRY, LABELS_ENTRY, ROWS_ENTRY } from './pack-classifier.ts';

/**
 * The classifier that Grove put into a .czann at export, as it was, bit for bit. Throws GroveError 'unsupported' with the code
 * 'NO_CLASSIFIER' where the file holds none, 'corrupt' where its entry is damaged, and what reading archives throws.
 */
export function readPackedClassifier(path: string): Promise<PixelClassifier> {
  return withEntries(path, async (source, find) => {
    const entry = find(CLASSIFIER_ENTRY);
    if (entry === undefined) {
      const message = `${source.name} holds a network but no Grove classifier; import it as a network, or export it again with its training data.`;
      throw new GroveError('unsupported', message, { file: path, code: 'NO_CLASSIFIER' });
    }
    const bytes = await readZipEntry(source, entry, MOST_BYTES);
    return decodeModel(bytes, `${source.name} (${CLASSIFIER_ENTRY})`);
  });
}

/**
 * What the classifier of a .czann was trained from; null where the file does not hold it. `values` has the shape (pixels, features).
 * Throws GroveError 'corrupt' where its entries are damaged or do not go together.
 */
export function readPackedRows(path: string): Promise<TrainingRows | null> {
  return withEntries(path, async (source, find) => {
    const [rows, labels] = [find(ROWS_ENTRY), find(LABELS_ENTRY)];
    if (rows === undefined || labels === undefined) return null;
    const values = await array(source, rows);
    const classes = await array(source, labels);
    const pixels = classes.shape?.[0] ?? -1;
    if (values.type !== 'float32' || classes.type !== 'uint8' || values.shape?.length !== 2 || values.shape[0] !== pixels) {
      const message = `${source.name} is damaged: its training rows and classes do not go together; export it again.`;
      throw new GroveError('corrupt', message, { file: path });
    }
    return { values: values.data, classes: Uint8Array.from(classes.data) };
  });
}

/** Far beyond any forest or training set of ours (see core/forest/stratified-cap). */
const MOST_BYTES = 2 ** 30;

async function array(source: ZipSource, entry: ZipEntry): Promise<NumberArray> {
  const named = { path: source.path, name: `${source.name} (${entry.name})` };
  return parseNpy(named, await readZipEntry(source, entry, MOST_BYTES));
}

async function withEntries<T>(
  path: string,
  use: (source: ZipSource, find: (name: string) => ZipEntry | undefined) => Promise<T>,
): Promise<T> {
  const file = await openSourceFile(path);
  try {
    const entries = await readZipDirectory(file, PACKAGE_LIMITS);
    return await use(file, (name) => entries.find((entry) => entry.name === name));
  } finally {
    await file.close();
  }
}
