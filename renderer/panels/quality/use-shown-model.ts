import type { ClassifierInfo } from '#core/model/classifier.ts';
import { useResults, useWorkspace } from '../app-context.tsx';

/** The classifier whose result is on screen: a version of the project or the one of Live mode. */
export function useShownModel(): ClassifierInfo | null {
  const id = useWorkspace((workspace) => workspace.model?.id ?? null);
  const version = useWorkspace((workspace) => workspace.project?.models.find((one) => one.id === id) ?? null);
  const live = useResults((results) => results.live);
  return live !== null && live.id === id ? live : version;
}
