import type { UncertainPlace } from '#core/segmentation/uncertainty.ts';
import type { PredictionSubject } from './predictions.ts';

/** A plane that may be labelled. */
export interface LabelPlane {
  readonly imageId: string;
  readonly subject: PredictionSubject;
}

/** A place in one of the planes. */
export interface PlaneHint extends UncertainPlace {
  readonly on: LabelPlane;
}
