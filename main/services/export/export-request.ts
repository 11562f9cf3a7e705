import type { PlaneIndex, Rect } from '#core/model/image.ts';
import { sceneOf } from '#core/model/scene.ts';
import { parseSubset, selectPlanes } from '#core/model/subset.ts';
import type { KnownImage } from '../images/image-sources.ts';
import type { SegmentingModel } from '../prediction/segmenting-model.ts';
import { cutToPlane } from './cut-to-plane.ts';

/** Files to be made of a segmentation. */
export interface ExportOutputs {
  /** .tif or .ome.zarr, or .png for one small plane of labels. */
  readonly path: string;
  /** One channel of class numbers, a mask per class, or the image's own channels with the masks behind them. */
  readonly format: 'labels' | 'multichannel' | 'channels';
  /** Classes 0… whose masks are written; all when left out. Not with 'labels'. */
  readonly classes?: readonly number[] | null;
  readonly probabilities: string | null;
  readonly confidence: string | null;
  /** Percent; pixels below it get no class. */
  readonly minConfidence: number;
}

export interface ExportSubject {
  readonly model: SegmentingModel;
  readonly image: KnownImage & { readonly name: string };
  readonly part: ImagePart;
}

/** Planes of an image, in the order of a file, and what is taken of each. */
export interface ImagePart {
  readonly scenes: readonly number[];
  readonly sizeZ: number;
  readonly sizeT: number;
  readonly planes: readonly PlaneIndex[];
  /** Channels in ascending order. */
  readonly channels: readonly number[];
  /** Part of the planes of each of `scenes`, in pixels of level 0. */
  readonly regions: ReadonlyMap<number, Rect>;
}

/** One whole plane, all channels. */
export function wholePlane({ info }: KnownImage, plane: PlaneIndex): ImagePart {
  const { width, height } = sceneOf(info, plane.scene);
  return {
    scenes: [plane.scene],
    sizeZ: 1,
    sizeT: 1,
    planes: [plane],
    channels: info.channels.map((_, i) => i),
    regions: new Map([[plane.scene, { x: 0, y: 0, width, height }]]),
  };
}

/** What the text of a subset selects. Throws GroveError 'invalid-input' where the image has no such part. */
export function partOf(image: KnownImage & { readonly name: string }, text: string): ImagePart {
  const { scenes, z, t, channels, planes, within } = selectPlanes(image.name, image.info, parseSubset(text));
  const regions = new Map(scenes.map((scene) => [scene, cutToPlane(image, scene, within)]));
  return { scenes, sizeZ: z.length, sizeT: t.length, planes, channels, regions };
}

/** What a result file says of where it comes from. */
export function provenance(model: SegmentingModel, imageName: string, appVersion: string, minConfidence: number): string {
  const refined = model.refinement === '' ? '' : ` Refined by a dense conditional random field (${model.refinement}).`;
  const classes = model.classes.map(({ name }, k) => `${k + 1} = ${name}`).join(', ');
  const threshold = minConfidence > 0 ? ` Pixels below ${minConfidence} % confidence are 0.` : '';
  return `${imageName} segmented by Grove ${appVersion} with the model ${model.name}, ${model.edition}, id ${model.id}. Classes: ${classes}.${refined}${threshold}`;
}
