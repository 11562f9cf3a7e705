import { Dialog } from '@blueprintjs/core';
import { rankedRows, type TrialRow } from '../../state/trials.ts';
import { useApp, useJobs, useResults } from '../app-context.tsx';
import { DialogFoot } from '../controls/dialog-foot.tsx';
import { percent } from '../formats.ts';
import { NewSetting } from './new-setting.tsx';
import { settingText } from './setting-text.ts';

/** Settings tried on the same labels: which is best, how fast, how much memory; the best can be put to use. */
export function TrialsDialog() {
  const app = useApp();
  const { rows, suggestedId } = useResults((results) => results.trials);
  const job = useJobs().find((one) => one.kind === 'trial') ?? null;
  const ranked = rankedRows(rows);
  const ticked = rows.filter((row) => row.ticked && row.outcome);
  const close = (): void => app.frame.patch({ dialog: null });
  return (
    <Dialog isOpen title="Suggest or compare settings" className="dialog trials-dialog" transitionDuration={0} onClose={close}>
      <div className="dialog-body">
        <p className="quiet">
          Each setting is trained on parts of the labels and tested on the others, the same parts for all. Settings that differ by
          less than 1 % are as good as equal: the one with the fewest features comes first.
        </p>
        <table className="trials" aria-label="Settings tried">
          <thead>
            <tr>
              <th aria-label="Side by side" />
              <th scope="col">Setting</th>
              <th scope="col" data-tip="Mean intersection over union on blocks of the labels that were kept apart">
                Mean IoU
              </th>
              <th scope="col" data-tip="The same with whole images kept apart: what it is worth on images it has not seen">
                New images
              </th>
              <th scope="col" data-tip="To train on all labels">
                Train
              </th>
              <th scope="col" data-tip="To segment a megapixel">
                Per Mpx
              </th>
              <th scope="col" data-tip="Memory it took at most">
                Memory
              </th>
              <th aria-label="Use or remove" />
            </tr>
          </thead>
          <tbody>
            {ranked.map((row) => (
              <Row key={row.id} row={row} suggested={row.id === suggestedId} busy={job !== null} />
            ))}
          </tbody>
        </table>
        <NewSetting />
      </div>
      <DialogFoot
        action={job ? 'Stop' : 'Run'}
        run={() => (job ? job.cancel() : void app.trials.run())}
        close={close}
        closing="Close"
        disabled={!job && rows.length === 0}
        danger={job !== null}
      >
        <button
          type="button"
          className="button"
          disabled={job !== null}
          data-tip="Tries one feature set of each kind, then whether a CRF helps the best"
          onClick={() => void app.trials.suggest()}
        >
          Suggest
        </button>
        <button
          type="button"
          className="button"
          disabled={ticked.length !== 2}
          data-tip="Shows the results of two ticked settings and where they differ"
          onClick={app.trials.compare}
        >
          Side by side
        </button>
      </DialogFoot>
    </Dialog>
  );
}

function Row({ row, suggested, busy }: { readonly row: TrialRow; readonly suggested: boolean; readonly busy: boolean }) {
  const app = useApp();
  const { id, setting, outcome, state, message, ticked } = row;
  const name = settingText(setting);
  return (
    <tr className={suggested ? 'suggested' : undefined}>
      <td>
        <input
          type="checkbox"
          aria-label={`Show ${name} side by side`}
          checked={ticked}
          disabled={!outcome}
          onChange={(event) => app.trials.tick(id, event.currentTarget.checked)}
        />
      </td>
      <th scope="row">
        <span className="name" data-tip={setting.set}>
          {name}
        </span>
        {suggested && <span className="badge">suggested</span>}
        {state === 'running' && <span className="quiet"> running…</span>}
        {message !== null && <span className="hint">{message}</span>}
      </th>
      <td>{outcome ? percent((outcome.blocks ?? outcome.images)!.meanIou) : '–'}</td>
      <td>{outcome?.images ? percent(outcome.images.meanIou) : '–'}</td>
      <td>{outcome ? `${outcome.trainSeconds.toFixed(2)} s` : '–'}</td>
      <td>{outcome ? `${outcome.segmentSeconds.toFixed(2)} s` : '–'}</td>
      <td>{outcome ? `${Math.round(outcome.megabytes)} MB` : '–'}</td>
      <td className="row-buttons">
        <button type="button" className="button small" onClick={() => app.trials.adopt(id)}>
          Use
        </button>
        <button
          type="button"
          className="button small"
          disabled={busy}
          aria-label={`Remove ${name}`}
          onClick={() => app.trials.remove(id)}
        >
          ×
        </button>
      </td>
    </tr>
  );
}
