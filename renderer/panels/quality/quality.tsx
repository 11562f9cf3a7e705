import { balancedAccuracy } from '../../state/balanced-accuracy.ts';
import { Section } from '../controls/section.tsx';
import { percent } from '../formats.ts';
import { ConfusionTable } from './confusion-table.tsx';
import { QualityReport } from './quality-report.tsx';
import { useShownModel } from './use-shown-model.ts';

/** How well the shown classifier knows the labels it has not seen. */
export function Quality() {
  const model = useShownModel();
  return (
    <Section title="Quality">
      {model ? (
        <>
          <fieldset className="card" aria-label="Out-of-bag accuracy">
            <div className="figure">{percent(1 - model.report.outOfBagError)}</div>
            <div className="quiet">
              out-of-bag accuracy · error {percent(model.report.outOfBagError)} · balanced{' '}
              {percent(balancedAccuracy(model.report.confusion))}
            </div>
          </fieldset>
          <ConfusionTable classes={model.classes} confusion={model.report.confusion} />
          <QualityReport model={model} />
        </>
      ) : (
        <p className="empty">
          Paint a few strokes of each class, then press Train &amp; Segment: the accuracy on labels that the trees have not seen
          appears here.
        </p>
      )}
    </Section>
  );
}
