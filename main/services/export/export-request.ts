import type { ClassifierInfo, PixelClassifier } from '#core/model/classifier.ts';
import type { PlaneIndex } from '#core/model/image.ts';
import type { KnownImage } from '../images/image-sources.ts';

/** Files to be made of a segmentation. */
export interface ExportOutputs {
  /** .tif, or .png for small label images. */
  readonly path: string;
  readonly format: 'labels' | 'multichannel';
  readonly probabilities: string | null;
  readonly confidence: string | null;
  /** Percent; pixels below it get no class. */
  readonly minConfidence: number;
}

export interface ExportSubject {
  readonly model: PixelClassifier;
  readonly image: KnownImage & { readonly name: string };
  readonly plane: PlaneIndex;
  /** Channels of the image that the model looks at, in its order. */
  readonly channels: readonly number[];
}

/** What a result file says of where it comes from. */
export function provenance(model: ClassifierInfo, imageName: string, appVersion: string, minConfidence: number): string {
  const classes = model.classes.map(({ name }, k) => `${k + 1} = ${name}`).join(', ');
  const threshold = minConfidence > 0 ? ` Pixels below ${minConfidence} % confidence are 0.` : '';
  return `${imageName} segmented by Grove ${appVersion} with the model ${model.name}, version ${model.version}, id ${model.id}. Classes: ${classes}.${threshold}`;
}
