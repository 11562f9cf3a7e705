import { FIRST_PLANE } from '#core/model/image.ts';
import type { Overlay, Workspace } from './workspace.ts';

export const INITIAL_OVERLAY: Overlay = {
  kind: 'segmentation',
  probabilityClass: 0,
  labelOpacity: 0.8,
  resultOpacity: 0.4,
  hidden: false,
};

/** The window before any project is open. */
export function initialWorkspace(): Workspace {
  return {
    step: 'label',
    project: null,
    imageId: null,
    plane: FIRST_PLANE,
    levels: null,
    display: [],
    displayMode: 'blend',
    greyChannel: 0,
    rangeIndicator: false,
    tool: 'brush',
    activeClass: null,
    brushPx: 9,
    bucketTolerance: 10,
    onlyUnlabelled: false,
    overlay: INITIAL_OVERLAY,
    model: null,
    minConfidence: 0,
    split: false,
    comparison: null,
    differing: null,
    misjudged: null,
    rulers: false,
    camera: { x: 0, y: 0, zoom: 1 },
    cursor: null,
    labelChange: null,
  };
}
