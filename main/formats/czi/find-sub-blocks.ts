import { GroveError } from '#core/model/error.ts';
import { damaged } from '../reading/read-errors.ts';
import type { SourceFile } from '../reading/source-file.ts';
import { readCziHeader } from './file-header.ts';
import { readDirectory } from './read-directory.ts';
import { readSegment } from './segment.ts';
import type { SubBlock } from './sub-block.ts';
import { walkSegments } from './walk-segments.ts';

/** The parts of a file, however they were found. */
export interface FoundParts {
  readonly subBlocks: readonly SubBlock[];
  /** Positions; 0 = there is none. */
  readonly metadata: number;
  readonly attachments: number;
  readonly notes: readonly string[];
}

/**
 * Finds the sub-blocks of a CZI by its directory. Where there is none (the writer did not finish, or the file was cut off), the
 * segments themselves are gone through. Throws GroveError 'corrupt' where nothing is found, 'unsupported'.
 */
export async function findSubBlocks(file: SourceFile): Promise<FoundParts> {
  const { directory, metadata, attachments, updatePending } = await readCziHeader(file);
  const lost = directory === 0 || updatePending || directory >= file.size;
  if (!lost) {
    const { subBlocks, empty } = await readDirectory(file, directory);
    if (subBlocks.length === 0)
      throw damaged(file, empty > 0 ? 'all of its tiles have a width or height of 0' : 'it holds no pixels');
    const many = `${empty} ${empty === 1 ? 'tile' : 'tiles'}`;
    const notes = empty > 0 ? [`${many} with a width or height of 0 are left out.`] : [];
    return { subBlocks, metadata, attachments, notes };
  }
  if (updatePending && directory > 0 && directory < file.size) {
    const whole = await readDirectory(file, directory).catch((error: unknown) => {
      if (error instanceof GroveError) return null;
      throw error;
    });
    if (whole !== null && whole.subBlocks.length > 0) {
      return { subBlocks: whole.subBlocks, metadata, attachments, notes: ['The program that wrote the file did not finish.'] };
    }
  }
  const found = await walkSegments(file);
  if (directory >= file.size && found.whole) {
    throw damaged(file, `the list of its pixels should be at byte ${directory}, beyond the end of the file (${file.size} bytes)`);
  }
  if (found.subBlocks.length === 0) throw damaged(file, 'the list of its pixels is missing and none can be found without it');
  const where = metadata > 0 && (await readSegment(file, metadata))?.id === 'ZISRAWMETADATA' ? metadata : found.metadata;
  const notes = [
    `The list of its pixels is missing, so they were searched for: ${found.subBlocks.length} tiles were found, others may be lost. Copy the file again, or save it anew in ZEN.`,
  ];
  return { subBlocks: found.subBlocks, metadata: where, attachments: 0, notes };
}
