import type { NetworkTask } from '#core/model/network.ts';

/** What each task is called in the window. */
export const TASK_NAMES: Readonly<Record<NetworkTask, string>> = {
  SingleClassSemanticSegmentation: 'Segmentation, one class per pixel',
  MultiClassSemanticSegmentation: 'Segmentation, several classes per pixel',
  SingleClassInstanceSegmentation: 'Instances, one class per pixel',
  MultiClassInstanceSegmentation: 'Instances, several classes per pixel',
  SingleClassClassification: 'Classification, one class per image',
  MultiClassClassification: 'Classification, several classes per image',
  ObjectDetection: 'Object detection (cannot be run)',
  Regression: 'Image processing (denoising, restoration, super-resolution)',
};
