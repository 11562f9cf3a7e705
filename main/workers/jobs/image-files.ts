import { GroveError } from '#core/model/error.ts';
import { openSource } from '../open-sources.ts';

/**
 * All files of an image. Of files that Grove does not read itself only the one given: what their programs keep beside it, such as the
 * .ets of a .vsi, is not known here.
 */
export async function imageFiles({ path }: { path: string }): Promise<readonly string[]> {
  try {
    return (await openSource({ kind: 'file', path }, true)).files ?? [path];
  } catch (error) {
    if (error instanceof GroveError) return [path];
    throw error;
  }
}
