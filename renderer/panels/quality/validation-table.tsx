import type { ClassifierClass } from '#core/model/classifier.ts';
import type { Validation } from '#core/model/quality.ts';
import { cssColor, percent } from '../formats.ts';

interface Props {
  readonly classes: readonly ClassifierClass[];
  readonly validation: Validation;
  /** Of the version before, where it was judged in the same way. */
  readonly before: Validation | null;
}

const COLUMNS = [
  { key: 'precision', label: 'Prec.', tip: 'Of what was given the class, the share that has it' },
  { key: 'recall', label: 'Recall', tip: 'Of what has the class, the share that was given it' },
  { key: 'iou', label: 'IoU', tip: 'Intersection over union of what has the class and what was given it' },
] as const;

/** Scores of each class on labels that were kept apart, with the change since the version before. */
export function ValidationTable({ classes, validation, before }: Props) {
  const comparable = before !== null && before.classes.length === validation.classes.length ? before : null;
  return (
    <table className="validation" aria-label="Scores per class">
      <thead>
        <tr>
          <th scope="col">Class</th>
          {COLUMNS.map(({ key, label, tip }) => (
            <th key={key} scope="col" data-tip={tip}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {validation.classes.map((scores, k) => (
          <tr key={classes[k]?.name ?? k}>
            <th scope="row">
              <span className="swatch tiny" style={{ background: cssColor(classes[k]?.color ?? 0) }} />
              <span className="name">{classes[k]?.name ?? `Class ${k + 1}`}</span>
            </th>
            {COLUMNS.map(({ key }) => (
              <td key={key}>
                {percent(scores[key])}
                {comparable && <Change now={scores[key]} before={comparable.classes[k]![key]} />}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** "+1.2" in percentage points; nothing where it is hardly a change. */
export function Change({ now, before }: { readonly now: number; readonly before: number }) {
  const points = 100 * (now - before);
  if (!Number.isFinite(points) || Math.abs(points) < 0.05) return null;
  return (
    <span className={points > 0 ? 'change better' : 'change worse'} data-tip="Since the version before, in percentage points">
      {points > 0 ? '+' : '−'}
      {Math.abs(points).toFixed(1)}
    </span>
  );
}
