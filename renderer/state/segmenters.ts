import type { ClassifierClass, ClassifierInfo } from '#core/model/classifier.ts';
import { type NetworkInfo, networkKey, networkUse } from '#core/model/network.ts';
import type { Context } from './context.ts';

/** Whatever gives pixels classes: a version of the project, the classifier of Live mode, or a network of the library. */
export interface Segmenter {
  readonly id: string;
  readonly name: string;
  /** What tells it from others of its name. */
  readonly edition: string;
  readonly classes: readonly ClassifierClass[];
}

export function segmenterOf(
  id: string | null | undefined,
  models: readonly ClassifierInfo[],
  live: ClassifierInfo | null,
  networks: readonly NetworkInfo[],
): Segmenter | null {
  if (id === null || id === undefined) return null;
  if (live?.id === id) return { id, name: live.name, edition: '(Live)', classes: live.classes };
  const model = models.find((one) => one.id === id);
  if (model) return { id, name: model.name, edition: `version ${model.version}`, classes: model.classes };
  const network = networks.find((one) => networkKey(one) === id && networkUse(one.task) === 'segmentation');
  return network ? { id, name: network.name, edition: '(network)', classes: network.classes } : null;
}

export function findSegmenter({ workspace, results, frame }: Context, id: string | null | undefined): Segmenter | null {
  return segmenterOf(id, workspace.get().project?.models ?? [], results.get().live, frame.get().networks);
}
