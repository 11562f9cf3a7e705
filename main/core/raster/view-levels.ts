import type { ImageInfo, LevelInfo } from '../model/image.ts';

/** An image is halved until it fits into one square of this edge. */
export const COARSEST_EDGE = 256;

/**
 * Levels of an image as a viewer needs them, finest first: those of the file, then its coarsest halved again and again until
 * it fits into COARSEST_EDGE². The first `info.levels.length` of them are the file's.
 */
export function viewLevels(info: Pick<ImageInfo, 'levels'>): LevelInfo[] {
  const levels = [...info.levels];
  for (;;) {
    const last = levels.at(-1);
    if (last === undefined || Math.max(last.width, last.height) <= COARSEST_EDGE) return levels;
    levels.push({
      width: Math.ceil(last.width / 2),
      height: Math.ceil(last.height / 2),
      downsample: last.downsample * 2,
    });
  }
}
