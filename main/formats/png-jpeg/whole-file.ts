import { tooLarge } from '../reading/read-errors.ts';
import type { SourceFile } from '../reading/source-file.ts';

const LARGEST_FILE = 2 ** 31 - 1;

/** All bytes of a file, for decoders that want it whole. Throws GroveError 'too-large' above 2 GB. */
export async function wholeFile(file: SourceFile): Promise<Buffer> {
  if (file.size > LARGEST_FILE) {
    const size = (file.size / 2 ** 30).toFixed(1);
    throw tooLarge(file, `(${size} GB) is of a kind that can only be decoded whole, up to 2 GB; save it as a tiled TIFF`);
  }
  return Buffer.from((await file.read(0, file.size, 'its last pixels')).buffer);
}
