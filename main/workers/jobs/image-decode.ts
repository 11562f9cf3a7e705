import { decodeToShared } from '../../engines/shared-image-file.ts';
import { openImage } from '../../formats/open-image.ts';
import type { SharedImage } from '../../services/ports.ts';

/** The file is closed at once: what it held is in shared memory now. */
export async function imageDecode({ path }: { path: string }): Promise<SharedImage> {
  const file = await openImage(path);
  try {
    return await decodeToShared(file);
  } finally {
    await file.close();
  }
}
