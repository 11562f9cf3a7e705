import type { RegionTable } from '#core/image-function/merge-strips.ts';
import type { FunctionPlan } from '#core/image-function/plan.ts';
import type { PlaneIndex } from '#core/model/image.ts';
import type { ImageSource } from './image-source.ts';
/** Image functions and what they need. */
export interface FunctionWork {
  /** The same id is the same plan over the same images: a worker keeps what it has worked out. */
  readonly id: string;
  readonly plan: FunctionPlan;
  /** In the order of the inputs of the plan. */
  readonly sources: readonly ImageSource[];
  /** Of the plane at hand, for the steps that look at whole objects, as far as they are needed. */
  readonly tables: readonly FunctionTable[];
}

/** The objects of a plane after a step, of one channel. */
export interface FunctionTable extends RegionTable {
  readonly step: number;
  readonly plane: PlaneIndex;
  readonly channel: number;
}
