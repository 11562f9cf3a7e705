import type { ImageInfo, SceneInfo } from '#core/model/image.ts';
import type { PlaneAxis } from '../../state/scrub.ts';
import { duration, micrometres } from '../formats.ts';

export const AXIS_NAMES: Readonly<Record<PlaneAxis, { readonly title: string; readonly short: string }>> = {
  scene: { title: 'Scene', short: 'Scene' },
  z: { title: 'Z plane', short: 'Z' },
  t: { title: 'Time point', short: 'T' },
};

/** What a place of an axis means: the name of the scene, the depth in µm, the time since the first; '' where the file is silent. */
export function axisText(axis: PlaneAxis, place: number, info: ImageInfo, scene: SceneInfo): string {
  if (axis === 'scene')
    return scene.well === undefined || scene.name.includes(scene.well) ? scene.name : `${scene.well} · ${scene.name}`;
  if (axis === 'z') return info.pixelSizeUm.z === null ? '' : micrometres(place * info.pixelSizeUm.z);
  return info.timeStepS === undefined ? '' : duration(place * info.timeStepS, info.timeStepS);
}
