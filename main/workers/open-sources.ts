import { stat } from 'node:fs/promises';
import { openPyramid } from '../engines/pyramid/open-pyramid.ts';
import { sharedImageFile } from '../engines/shared-image-file.ts';
import { openImage } from '../formats/open-image.ts';
import type { ImageFile, ImageSource } from '../services/ports.ts';

/** Files this thread keeps open, the one used last at the end. */
const opened = new Map<string, { file: ImageFile; stamp: string }>();
const KEEP_OPEN = 8;

/**
 * The image of a source, ready to be read. Files stay open for the next job, unless they have changed on disk since. What is
 * returned belongs to this module: do not close it.
 */
export async function openSource(source: ImageSource): Promise<ImageFile> {
  if (source.kind === 'shared') return sharedImageFile(source.image);
  const key = `${source.kind}:${source.path}`;
  const stamp = await stat(source.path).then(
    ({ mtimeMs, size, ino }) => `${mtimeMs}-${size}-${ino}`,
    () => 'absent',
  );
  const known = opened.get(key);
  if (known !== undefined) opened.delete(key);
  if (known?.stamp === stamp) {
    opened.set(key, known);
    return known.file;
  }
  await known?.file.close();
  const file = await (source.kind === 'pyramid' ? openPyramid(source.path) : openImage(source.path));
  opened.set(key, { file, stamp });
  for (const [oldest, entry] of opened) {
    if (opened.size <= KEEP_OPEN) break;
    opened.delete(oldest);
    await entry.file.close();
  }
  return file;
}
