import { useEffect } from 'react';
import type { ClassifierInfo } from '#core/model/classifier.ts';
import type { QualityReport as Report, Validation } from '#core/model/quality.ts';
import { misjudgedPlaces } from '../../state/quality-actions.ts';
import { useApp, useJobs, useResults, useWorkspace } from '../app-context.tsx';
import { cssColor, grouped, percent } from '../formats.ts';
import { Change, ValidationTable } from './validation-table.tsx';

/** What a version is worth where it was not trained: judged by labels that were kept apart. */
export function QualityReport({ model }: { readonly model: ClassifierInfo }) {
  const app = useApp();
  const kept = useWorkspace((workspace) => workspace.project?.models.some((one) => one.id === model.id) ?? false);
  const report = useResults((results) => results.reports.get(model.id) ?? null);
  const beforeId = useWorkspace((workspace) => versionBefore(workspace.project?.models ?? [], model)?.id ?? null);
  const before = useResults((results) => (beforeId === null ? null : (results.reports.get(beforeId) ?? null)));
  const busy = useJobs().some((job) => job.kind === 'judge');
  useEffect(() => {
    app.quality.want(model.id);
    if (beforeId !== null) app.quality.want(beforeId);
  }, [app, model.id, beforeId]);
  if (!kept) return null;
  return (
    <div className="quality-report">
      {report && <Scores model={model} report={report} before={before} />}
      <button
        type="button"
        className="button"
        disabled={busy}
        data-tip="Trains on parts of the labels and tests on the others, with neighbours never on both sides"
        onClick={() => void app.quality.judge(model.id)}
      >
        {report ? 'Judge again' : 'Judge by labels kept apart'}
      </button>
    </div>
  );
}

function Scores({ model, report, before }: { model: ClassifierInfo; report: Report; before: Report | null }) {
  const { blocks, images } = report;
  const main = blocks ?? images!;
  const old = blocks ? (before?.blocks ?? null) : (before?.images ?? null);
  return (
    <>
      <fieldset className="card" aria-label="Score on labels kept apart">
        <div className="figure">
          {percent(main.meanIou)}
          {old && <Change now={main.meanIou} before={old.meanIou} />}
        </div>
        <div className="quiet">mean IoU · {keptApart(main)}</div>
        {blocks && images && (
          <div className="quiet">
            {percent(images.meanIou)} {before?.images && <Change now={images.meanIou} before={before.images.meanIou} />} on images
            it has not seen ({images.folds} folds)
          </div>
        )}
      </fieldset>
      <ValidationTable classes={model.classes} validation={main} before={old} />
      <WrongPlaces model={model} report={report} />
    </>
  );
}

/** "5 folds, blocks of 132 px kept apart" */
function keptApart({ by, blockPx, folds }: Validation): string {
  return `${folds} folds, ${by === 'image' ? 'whole images' : `blocks of ${grouped(blockPx ?? 0)} px`} kept apart`;
}

function WrongPlaces({ model, report }: { readonly model: ClassifierInfo; readonly report: Report }) {
  const app = useApp();
  const shown = useWorkspace((workspace) => workspace.misjudged?.modelId === model.id);
  const images = useWorkspace((workspace) => workspace.project?.images ?? null);
  const places = misjudgedPlaces(report.misjudged);
  if (places.length === 0) return <p className="quiet">No label that was kept apart was misjudged.</p>;
  const nameOf = (contentHash: string): string => images?.find((one) => one.contentHash === contentHash)?.name ?? 'an image';
  const swatch = (k: number) => (
    <span
      className="swatch tiny"
      style={{ background: cssColor(model.classes[k]?.color ?? 0) }}
      role="img"
      aria-label={model.classes[k]?.name ?? ''}
    />
  );
  return (
    <>
      <label className="check-row">
        <input type="checkbox" checked={shown} onChange={() => app.quality.toggleMisjudged(model.id)} />
        Show where it is wrong
      </label>
      <ul className="rows wrong-places" aria-label="Misjudged labels">
        {places.map((place) => (
          <li key={`${place.contentHash} ${place.plane.scene} ${place.plane.z} ${place.plane.t} ${place.x} ${place.y}`}>
            <button
              type="button"
              className="row"
              data-tip={`${model.classes[place.own]?.name} taken for ${model.classes[place.given]?.name}, around ${place.x}, ${place.y}`}
              onClick={() => void app.quality.goTo(place)}
            >
              <span className="name">
                {swatch(place.own)} → {swatch(place.given)} {nameOf(place.contentHash)}
              </span>
              <span className="quiet">{grouped(place.pixels)} px</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** The newest older version of the same name. */
function versionBefore(models: readonly ClassifierInfo[], { name, version }: ClassifierInfo): ClassifierInfo | null {
  return models.filter((one) => one.name === name && one.version < version).sort((a, b) => b.version - a.version)[0] ?? null;
}
