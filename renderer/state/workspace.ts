import type { CrfSettings } from '#core/model/crf.ts';
import type { ChannelDisplay, ImageInfo, PlaneIndex } from '#core/model/image.ts';
import type { LabelChange, ProjectInfo } from '#core/model/project.ts';
import type { Misjudged } from '#core/model/quality.ts';

export type Tool = 'hand' | 'brush' | 'eraser' | 'polygon' | 'line' | 'bucket';

export type Step = 'images' | 'label' | 'models' | 'analyse' | 'objects' | 'automate';

/** What lies over the image besides the labels. */
export type OverlayKind = 'none' | 'segmentation' | 'probability' | 'uncertainty';

export interface Overlay {
  readonly kind: OverlayKind;
  /** Class 0… whose probability is shown when `kind` is 'probability'. */
  readonly probabilityClass: number;
  readonly labelOpacity: number;
  readonly resultOpacity: number;
  /** Everything over the image is hidden while its key is held. */
  readonly hidden: boolean;
}

/** What the pointer is over, for the bottom bar; null outside the image. */
export interface Cursor {
  readonly x: number;
  readonly y: number;
  /** Sample value per channel where the tile is loaded. */
  readonly values: readonly number[] | null;
  /** Class + 1 and confidence in percent of the shown prediction. */
  readonly prediction: { readonly label: number; readonly confidence: number } | null;
}

/** Upper left corner of the view in level-0 pixels and screen pixels per image pixel. */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** Whose predictions are shown. `classColors` are in class order. */
export interface ShownModel {
  readonly id: string;
  readonly classColors: readonly number[];
  /** Grows when the same id stands for a new result. */
  readonly stamp: number;
  /** How its answer is refined; not at all when left out. */
  readonly crf?: CrfSettings;
}

/** Two results side by side, and where they differ. */
export interface Comparison {
  readonly first: ShownModel;
  readonly second: ShownModel;
}

/** Labelled pixels that cross-validation gave another class, over all images. */
export interface ShownMisjudged {
  readonly modelId: string;
  readonly planes: readonly Misjudged[];
  readonly classColors: readonly number[];
}

/** All that the window shows, apart from pixels. Panels change it through commands; the canvas reads it. */
export interface Workspace {
  readonly step: Step;
  readonly project: ProjectInfo | null;
  readonly imageId: string | null;
  readonly plane: PlaneIndex;
  /** Levels the viewer may ask for, of the open image; null until known. */
  readonly levels: ImageInfo['levels'] | null;
  /** Display of the open image; changes at once, saved with a delay. */
  readonly display: readonly ChannelDisplay[];
  readonly displayMode: 'blend' | 'grey';
  /** Channel shown in grey mode. */
  readonly greyChannel: number;
  readonly rangeIndicator: boolean;
  readonly tool: Tool;
  readonly activeClass: number | null;
  /** Diameter of the brush in image pixels. */
  readonly brushPx: number;
  readonly bucketTolerance: number;
  readonly onlyUnlabelled: boolean;
  readonly overlay: Overlay;
  readonly model: ShownModel | null;
  /** Percent; pixels below are not coloured. */
  readonly minConfidence: number;
  readonly split: boolean;
  /** Takes the place of the result and of the split view while it is there. */
  readonly comparison: Comparison | null;
  /** How much of what has been looked at the compared results differ in, 0…1; null where nothing was. */
  readonly differing: number | null;
  readonly misjudged: ShownMisjudged | null;
  /** Rulers along the edges of the view. */
  readonly rulers: boolean;
  readonly camera: Camera;
  readonly cursor: Cursor | null;
  /** The newest label change, for layers that must reload tiles. */
  readonly labelChange: { readonly revision: number; readonly changes: readonly LabelChange[] } | null;
}
