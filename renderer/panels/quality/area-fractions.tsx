import { classFractions } from '../../state/class-fractions.ts';
import { summaryKey } from '../../state/results.ts';
import { useApp, useJobs, useResults, useWorkspace } from '../app-context.tsx';
import { Section } from '../controls/section.tsx';
import { cssColor, percent } from '../formats.ts';
import { useShownModel } from './use-shown-model.ts';

/** Share of the plane per class at the current minimum confidence. */
export function AreaFractions() {
  const app = useApp();
  const model = useShownModel();
  const imageId = useWorkspace((workspace) => workspace.imageId);
  const plane = useWorkspace((workspace) => workspace.plane);
  const minConfidence = useWorkspace((workspace) => workspace.minConfidence);
  const busy = useJobs().some((job) => job.kind === 'segment');
  const key = model && imageId !== null ? summaryKey(model.id, imageId, plane) : '';
  const summary = useResults((results) => results.summaries.get(key) ?? null);
  if (!model) return null;

  const classes = model.classes.map((one, k) => ({ ...one, k }));
  const fractions = summary ? classFractions(summary.confidenceHistogram, minConfidence) : null;
  return (
    <Section title="Area in this image">
      <ul className="rows" aria-label="Area per class">
        {classes.map((one) => (
          <li key={one.k} className="row">
            <span className="swatch tiny" style={{ background: cssColor(one.color) }} />
            <span className="name">{one.name}</span>
            <span className="value">{fractions ? percent(fractions.classes[one.k] ?? 0) : '–'}</span>
          </li>
        ))}
        {fractions && minConfidence > 0 && (
          <li className="row">
            <span className="swatch tiny hollow" />
            <span className="name quiet">below {minConfidence} %</span>
            <span className="value quiet">{percent(fractions.below)}</span>
          </li>
        )}
      </ul>
      {!fractions && (
        <button type="button" className="button" disabled={busy} onClick={() => void app.segmentation.run(model.id)}>
          Segment the whole plane
        </button>
      )}
    </Section>
  );
}
