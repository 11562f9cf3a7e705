import { Dialog } from '@blueprintjs/core';
import type { LabelStatistics } from '#contract/contract.ts';
import { statisticsRows, statisticsText, statisticsTotals } from '../../state/label-file-actions.ts';
import { useApp } from '../app-context.tsx';
import { grouped, percent } from '../formats.ts';

/** Rows shown; all of them are copied. */
const SHOWN = 500;

/** Labelled pixels by image, plane and class. */
export function LabelStatisticsDialog({ statistics }: { readonly statistics: LabelStatistics }) {
  const app = useApp();
  const close = (): void => app.frame.patch({ dialog: null });
  const rows = statisticsRows(statistics);
  const { classes } = statistics;
  return (
    <Dialog isOpen title="Label statistics" className="dialog wide-dialog" transitionDuration={0} onClose={close}>
      <div className="dialog-body">
        {rows.length === 0 ? (
          <p className="empty">Nothing is labelled yet.</p>
        ) : (
          <div className="table-scroll">
            <table aria-label="Labelled pixels">
              <thead>
                <tr>
                  <th>Image</th>
                  <th>Scene</th>
                  <th>T</th>
                  <th>Z</th>
                  {classes.map(({ value, name }) => (
                    <th key={value}>{name}</th>
                  ))}
                  <th>Labelled</th>
                </tr>
              </thead>
              <tbody>
                {rows.slice(0, SHOWN).map(({ name, scene, t, z, counts, share }) => (
                  <tr key={`${name} ${scene} ${t} ${z}`}>
                    <td>{name}</td>
                    <td>{scene}</td>
                    <td>{t}</td>
                    <td>{z}</td>
                    {classes.map(({ value }, k) => (
                      <td key={value}>{grouped(counts[k]!)}</td>
                    ))}
                    <td>{percent(share)}</td>
                  </tr>
                ))}
              </tbody>
              <tfoot>
                <tr>
                  <th colSpan={4}>All</th>
                  {statisticsTotals(statistics).map((count, k) => (
                    <th key={classes[k]!.value}>{grouped(count)}</th>
                  ))}
                  <th />
                </tr>
              </tfoot>
            </table>
          </div>
        )}
        {rows.length > SHOWN && <p className="quiet">{grouped(rows.length - SHOWN)} more planes are copied too.</p>}
      </div>
      <div className="dialog-foot">
        <button
          type="button"
          className="button"
          disabled={rows.length === 0}
          onClick={() => void navigator.clipboard.writeText(statisticsText(statistics))}
        >
          Copy table
        </button>
        <span className="spacer" />
        <button type="button" className="button primary" onClick={close}>
          Close
        </button>
      </div>
    </Dialog>
  );
}
