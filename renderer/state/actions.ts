import type { ClassActions } from './class-actions.ts';
import type { Context } from './context.ts';
import type { DisplayActions } from './display-actions.ts';
import type { ExportActions } from './export-actions.ts';
import type { FeatureActions } from './feature-actions.ts';
import type { FunctionActions } from './function-actions.ts';
import type { HistoryActions } from './history-actions.ts';
import type { ImageActions } from './image-actions.ts';
import type { ImageSelection } from './image-selection.ts';
import type { LabelFileActions } from './label-file-actions.ts';
import type { LabelNext } from './label-next.ts';
import type { LabelledPlanes } from './labelled-planes.ts';
import type { ModelActions } from './model-actions.ts';
import type { NetworkActions } from './network-actions.ts';
import type { PaintActions } from './paint-actions.ts';
import type { Playback } from './playback.ts';
import type { PreferenceActions } from './preference-actions.ts';
import type { ProjectActions } from './project-actions.ts';
import type { QualityActions } from './quality-actions.ts';
import type { Segmentation } from './segmentation.ts';
import type { TrainingActions } from './training-actions.ts';
import type { TrialActions } from './trial-actions.ts';
import type { ViewActions } from './view-actions.ts';

/** Everything the user can do, by subject, with the stores it works on. */
export interface Actions extends Context {
  readonly project: ProjectActions;
  readonly images: ImageActions;
  readonly selection: ImageSelection;
  readonly playback: Playback;
  readonly display: DisplayActions;
  readonly classes: ClassActions;
  readonly painting: PaintActions;
  readonly history: HistoryActions;
  readonly training: TrainingActions;
  readonly features: FeatureActions;
  readonly segmentation: Segmentation;
  readonly labelFiles: LabelFileActions;
  readonly functions: FunctionActions;
  readonly labelNext: LabelNext;
  readonly trials: TrialActions;
  readonly quality: QualityActions;
  readonly labelledPlanes: LabelledPlanes;
  readonly models: ModelActions;
  readonly networks: NetworkActions;
  readonly exporting: ExportActions;
  readonly preferences: PreferenceActions;
  readonly view: ViewActions;
}
