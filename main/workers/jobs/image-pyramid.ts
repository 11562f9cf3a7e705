import { GroveError } from '#core/model/error.ts';
import type { ImageInfo, PlaneIndex } from '#core/model/image.ts';
import { openPyramid } from '../../engines/pyramid/open-pyramid.ts';
import { writePyramid } from '../../engines/pyramid/write-pyramid.ts';
import type { ImageSource } from '../../services/ports.ts';
import type { JobContext } from '../job-context.ts';
import { openSource } from '../open-sources.ts';

/** Takes the pyramid at `path` where there is a good one; a damaged one is replaced. */
export async function imagePyramid(
  { source, plane, path }: { source: ImageSource; plane: PlaneIndex; path: string },
  context: JobContext,
): Promise<{ levels: ImageInfo['levels'] }> {
  const existing = await openPyramid(path).catch((error: unknown) => {
    if (error instanceof GroveError && (error.kind === 'not-found' || error.kind === 'corrupt')) return null;
    throw error;
  });
  if (existing !== null) {
    await existing.close();
    return { levels: existing.info.levels };
  }
  const { levels } = await writePyramid(await openSource(source), plane, path, context);
  return { levels };
}
