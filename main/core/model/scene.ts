import type { ImageInfo, SceneInfo } from './image.ts';

/** A scene of an image, counted from 0. Throws RangeError where the image has no such scene. */
export function sceneOf(info: Pick<ImageInfo, 'width' | 'height' | 'levels' | 'sizeScene' | 'scenes'>, scene: number): SceneInfo {
  if (!(scene >= 0 && scene < info.sizeScene)) throw new RangeError(`No scene ${scene}: there are ${info.sizeScene}.`);
  const told = info.scenes?.[scene];
  if (told !== undefined) return told;
  const { width, height, levels } = info;
  return { name: `Scene ${scene + 1}`, width, height, levels };
}
