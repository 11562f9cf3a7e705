import { useMemo } from 'react';
import type { ClassifierInfo } from '#core/model/classifier.ts';
import { type Segmenter, segmenterOf } from '../../state/segmenters.ts';
import { useFrame, useResults, useWorkspace } from '../app-context.tsx';

const NONE: readonly ClassifierInfo[] = [];

/** Whatever made the result on screen: a classifier or a network. */
export function useShownSegmenter(): Segmenter | null {
  const id = useWorkspace((workspace) => workspace.model?.id ?? null);
  const models = useWorkspace((workspace) => workspace.project?.models ?? NONE);
  const live = useResults((results) => results.live);
  const networks = useFrame((frame) => frame.networks);
  return useMemo(() => segmenterOf(id, models, live, networks), [id, models, live, networks]);
}
