import { useApp, useResults, useWorkspace } from '../app-context.tsx';
import { percent } from '../formats.ts';
import { settingText } from './setting-text.ts';

const PLACES = ['A', 'B'] as const;

/** Over the viewer while two results are compared: what they are, how they did, and how much they differ. */
export function ComparisonBar() {
  const app = useApp();
  const comparison = useWorkspace((workspace) => workspace.comparison);
  const differing = useWorkspace((workspace) => workspace.differing);
  const rows = useResults((results) => results.trials.rows);
  if (!comparison) return null;
  return (
    <section className="comparison-bar" aria-label="Comparison">
      {[comparison.first, comparison.second].map((model, i) => {
        const row = rows.find(({ outcome }) => outcome?.model.id === model.id);
        if (!row?.outcome) return null;
        const { blocks, images, trainSeconds, segmentSeconds } = row.outcome;
        return (
          <div key={model.id} className="compared">
            <strong>{PLACES[i]}</strong> {settingText(row.setting)}
            <span className="quiet">
              {percent((blocks ?? images)!.meanIou)} · {trainSeconds.toFixed(2)} s · {segmentSeconds.toFixed(2)} s/Mpx
            </span>
            <button type="button" className="button small" onClick={() => app.trials.adopt(row.id)}>
              Use {PLACES[i]}
            </button>
          </div>
        );
      })}
      <div className="compared">
        <strong>A ≠ B</strong>
        <span className="quiet" role="status">
          {differing === null ? 'comparing…' : `${percent(differing)} of what is in view`}
        </span>
        <button type="button" className="button small" onClick={app.trials.endComparison}>
          End comparison
        </button>
      </div>
    </section>
  );
}
