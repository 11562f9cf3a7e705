import type { SchedulerStats } from '../state/tile-scheduler.ts';
import type { FrameStats } from './frame-loop.ts';
import type { TileMemory } from './image-layer.ts';
import type { ViewerLayers } from './viewer-layers.ts';

/** Totals over all layers, and what drawing cost. For tests and for the curious. */
export interface ViewerStats extends FrameStats {
  readonly requested: number;
  readonly cancelled: number;
  readonly arrived: number;
  readonly inFlight: number;
  readonly waiting: number;
  /** Frames in which a part of the image that was covered before had no tile of any level. */
  readonly blankFrames: number;
  readonly unsavedStrokes: number;
  readonly image: SchedulerStats & TileMemory;
  readonly labels: SchedulerStats;
  readonly prediction: SchedulerStats;
}

type Rest = Pick<ViewerStats, keyof FrameStats | 'blankFrames' | 'unsavedStrokes'>;

export function collectStats(layers: ViewerLayers, rest: Rest): ViewerStats {
  const [image, labels, prediction] = [layers.image.stats(), layers.labels.stats(), layers.prediction.stats()];
  const sum = (field: 'requested' | 'cancelled' | 'arrived' | 'inFlight' | 'waiting'): number =>
    image[field] + labels[field] + prediction[field];
  return {
    ...rest,
    requested: sum('requested'),
    cancelled: sum('cancelled'),
    arrived: sum('arrived'),
    inFlight: sum('inFlight'),
    waiting: sum('waiting'),
    image,
    labels,
    prediction,
  };
}
