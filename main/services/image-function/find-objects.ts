import { createStripMerger } from '#core/image-function/merge-strips.ts';
import { type FunctionPlan, type PlannedSteps, planeBefore } from '#core/image-function/plan.ts';
import { isRegionFunction, regionRule } from '#core/image-function/region-rule.ts';
import { countStrips } from '#core/image-function/region-stage.ts';
import type { PlaneIndex } from '#core/model/image.ts';
import type { ComputePool, FunctionTable, FunctionWork } from '../ports.ts';
import { runAhead } from '../run-ahead.ts';

/** The plane after each step that a plane of the result comes from. */
function planesAfter({ steps }: FunctionPlan, { layouts }: PlannedSteps, plane: PlaneIndex): PlaneIndex[] {
  const planes = [plane];
  for (let i = steps.length - 1; i > 0; i--) planes.unshift(planeBefore(steps[i]!, layouts[i]!, planes[0]!));
  return planes;
}

/** Strips that findObjects looks at for a plane of the result. */
export function stripsToFind(plan: FunctionPlan, planned: PlannedSteps, plane: PlaneIndex): number {
  const planes = planesAfter(plan, planned, plane);
  return plan.steps.reduce((sum, step, i) => {
    return isRegionFunction(step) ? sum + countStrips(planned.layouts[i]!, planes[i]!.scene, plan.stripRows) : sum;
  }, 0);
}

/**
 * Works out the tables of the steps that look at whole objects, for a plane of the result: the strips of a plane are labelled side
 * by side and joined in their order, step after step. Memory: see createStripMerger.
 */
export async function findObjects(
  work: Omit<FunctionWork, 'tables'>,
  planned: PlannedSteps,
  plane: PlaneIndex,
  pool: ComputePool,
  onStrip: () => void,
  signal?: AbortSignal,
): Promise<FunctionTable[]> {
  const { plan } = work;
  const planes = planesAfter(plan, planned, plane);
  const tables: FunctionTable[] = [];
  for (const [step, one] of plan.steps.entries()) {
    if (!isRegionFunction(one)) continue;
    const layout = planned.layouts[step]!;
    const at = planes[step]!;
    const mergers = layout.channels.map(() => createStripMerger(regionRule(one)));
    const strips = Array.from({ length: countStrips(layout, at.scene, plan.stripRows) }, (_, i) => i);
    const known = [...tables];
    await runAhead(
      strips,
      pool.threads + 1,
      (strip, inner) =>
        pool.run('function.borders', { ...work, tables: known, step, plane: at, strip }, { signal: inner, priority: 3 }),
      (borders) => {
        for (const [channel, merger] of mergers.entries()) merger.add(borders[channel]!);
        onStrip();
      },
      signal,
    );
    for (const [channel, merger] of mergers.entries()) tables.push({ ...merger.finish(), step, plane: at, channel });
  }
  return tables;
}
