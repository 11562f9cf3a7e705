import type { ImageInfo, SceneInfo } from '#core/model/image.ts';
import type { PageLevels } from './page-levels.ts';
import { isColor, type PageStack } from './page-stack.ts';
import { pageNotes } from './read-page.ts';
import { COMPRESSION_NAMES } from './tags.ts';

/** What an image made of pages is; `levels` of each of its scenes. */
export function stackInfo(stack: PageStack, levels: readonly PageLevels[]): ImageInfo {
  const { format, sizeZ, sizeT, channels, pixelSizeUm, pagesPerPlane, timeStepS, acquired, objective, software } = stack;
  const { base } = stack.scenes[0]!;
  const scenes = stack.scenes.map(({ name, well, base: { width, height } }, i): SceneInfo => {
    const known = { name: name ?? `Scene ${i + 1}`, width, height, levels: levels[i]!.levels };
    return well === undefined ? known : { ...known, well };
  });
  const [{ width, height, levels: firstLevels }] = scenes as [SceneInfo];
  const told = scenes.some((one, i) => one.well !== undefined || one.name !== `Scene ${i + 1}`);
  const differ = scenes.some(({ levels: own }) => own !== firstLevels && JSON.stringify(own) !== JSON.stringify(firstLevels));
  const compression = new Set(stack.scenes.map((one) => COMPRESSION_NAMES[one.base.compression] ?? 'unknown'));
  const notes = [...pageNotes(base), ...stack.notes];
  return {
    ...{ format, width, height, sizeScene: scenes.length, sizeZ, sizeT, channels },
    rgb: isColor(base, pagesPerPlane),
    pixelType: base.pixelType,
    pixelSizeUm,
    levels: firstLevels,
    ...((told || differ) && { scenes }),
    chunk: { width: Math.min(base.chunkWidth, base.width), height: Math.min(base.chunkHeight, base.height) },
    compression: [...compression],
    ...(timeStepS !== undefined && { timeStepS }),
    ...(acquired !== undefined && { acquired }),
    ...(objective !== undefined && { objective }),
    ...(software !== undefined && { software }),
    ...(notes.length > 0 && { notes }),
  };
}
