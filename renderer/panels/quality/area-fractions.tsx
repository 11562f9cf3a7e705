import { classFractions } from '../../state/class-fractions.ts';
import { openRecord } from '../../state/open-scene.ts';
import { summaryKey } from '../../state/results.ts';
import { planeSizes } from '../../state/scrub.ts';
import type { Segmenter } from '../../state/segmenters.ts';
import { useApp, useJobs, useResults, useWorkspace } from '../app-context.tsx';
import { CommandButton } from '../controls/command-button.tsx';
import { Section } from '../controls/section.tsx';
import { cssColor, percent } from '../formats.ts';
import { useShownSegmenter } from './use-shown-segmenter.ts';

/** Share of the plane per class at the current minimum confidence, and of the planes that were segmented together. */
export function AreaFractions() {
  const app = useApp();
  const model = useShownSegmenter();
  const imageId = useWorkspace((workspace) => workspace.imageId);
  const plane = useWorkspace((workspace) => workspace.plane);
  const crf = useWorkspace((workspace) => workspace.model?.crf);
  const info = useWorkspace((workspace) => openRecord(workspace)?.info ?? null);
  const busy = useJobs().some((job) => job.kind === 'segment');
  const key = model && imageId !== null ? summaryKey(model.id, imageId, plane, crf) : '';
  const summary = useResults((results) => results.summaries.get(key) ?? null);
  const stack = useResults((results) => results.stack);
  if (!model) return null;

  const several = info !== null && Object.values(planeSizes(info)).some((size) => size > 1);
  const measured = stack?.modelId === model.id && stack.imageId === imageId ? stack : null;
  const count = measured?.summary.planes ?? 0;
  return (
    <Section title={several ? 'Area in this plane' : 'Area in this image'}>
      <ClassAreas label="Area per class" model={model} histogram={summary?.confidenceHistogram ?? null} />
      {!summary && (
        <button type="button" className="button" disabled={busy} onClick={() => void app.segmentation.run(model.id)}>
          Segment the whole plane
        </button>
      )}
      {measured && (
        <>
          <p className="quiet area-title">
            {`Over ${count} ${count === 1 ? 'plane' : 'planes'} · ${measured.subset === '' ? 'all' : measured.subset}`}
          </p>
          <ClassAreas label="Area over planes" model={model} histogram={measured.summary.confidenceHistogram} />
        </>
      )}
      {several && (
        <CommandButton id="segment.planes" tip="This plane, all planes, or from a first to a last">
          Segment planes…
        </CommandButton>
      )}
    </Section>
  );
}

interface AreaProps {
  readonly label: string;
  readonly model: Segmenter;
  /** [class][percent]; null where nothing is known yet. */
  readonly histogram: readonly (readonly number[])[] | null;
}

function ClassAreas({ label, model, histogram }: AreaProps) {
  const minConfidence = useWorkspace((workspace) => workspace.minConfidence);
  const fractions = histogram && classFractions(histogram, minConfidence);
  const classes = model.classes.map((one, k) => ({ ...one, k }));
  return (
    <ul className="rows" aria-label={label}>
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
  );
}
