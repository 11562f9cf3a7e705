import type { ComputePool, RunOptions } from '../ports.ts';

/** Names of content that only an image in one file or folder has. */
const IN_ONE_PLACE = /^(sha256|sampled|zarr):/;

/** All files that images lie in, so that none of them is overwritten: an OME-TIFF may be spread over many. */
export async function filesOfImages(
  pool: ComputePool,
  images: readonly { readonly path: string; readonly contentHash?: string }[],
  options: RunOptions = {},
): Promise<string[]> {
  const files = await Promise.all(
    images.map(({ path, contentHash = '' }) =>
      IN_ONE_PLACE.test(contentHash) ? [path] : pool.run('image.files', { path }, options),
    ),
  );
  return files.flat();
}
