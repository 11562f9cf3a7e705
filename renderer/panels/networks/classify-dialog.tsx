import { Dialog } from '@blueprintjs/core';
import { useState } from 'react';
import type { ImageClassRow } from '#contract/contract.ts';
import { type NetworkInfo, networkKey } from '#core/model/network.ts';
import { openImage } from '../../state/context.ts';
import { chosenPlanes, FIRST_CHOICE } from '../../state/plane-choice.ts';
import { useApp, useWorkspace } from '../app-context.tsx';
import { DialogFoot } from '../controls/dialog-foot.tsx';
import { PlaneChooser } from '../dialogs/plane-chooser.tsx';
import { grouped, percent } from '../formats.ts';
import { ChannelMap, firstMap } from './channel-map.tsx';

/** Rows shown; all of them are copied. */
const SHOWN = 200;

/** Says which class planes of the open image, or their tiles, belong to. */
export function ClassifyDialog({ network }: { readonly network: NetworkInfo }) {
  const app = useApp();
  const plane = useWorkspace((workspace) => workspace.plane);
  const image = openImage(app);
  const [choice, setChoice] = useState(FIRST_CHOICE);
  const [perTile, setPerTile] = useState(false);
  const [map, setMap] = useState(() => firstMap(network.channels, image?.info ?? null));
  const [rows, setRows] = useState<readonly ImageClassRow[] | 'running' | null>(null);
  if (!image) return null;
  const close = (): void => app.frame.patch({ dialog: null });
  const chosen = chosenPlanes(choice, image, plane);
  const names = network.classes.map(({ name }) => name);
  const run = async (): Promise<void> => {
    setRows('running');
    const channels = map === null ? null : [...map];
    setRows(
      await app.networks.classify({ key: networkKey(network), imageId: image.id, subset: chosen.subset, perTile, channels }),
    );
  };
  const done = rows === 'running' ? null : rows;
  return (
    <Dialog isOpen title="Classify image" className="dialog wide-dialog" transitionDuration={0} onClose={close}>
      <div className="dialog-body">
        <p className="quiet">
          {image.name}, by {network.name}
        </p>
        <PlaneChooser image={image} plane={plane} choice={choice} chosen={chosen} onChange={setChoice} />
        <ChannelMap info={image.info} map={map} onChange={setMap} />
        <label className="check">
          <input type="checkbox" checked={perTile} onChange={(event) => setPerTile(event.currentTarget.checked)} />
          Each tile by itself
        </label>
        {done && <ClassTable rows={done.slice(0, SHOWN)} names={names} />}
        {done && done.length > SHOWN && <p className="quiet">{grouped(done.length - SHOWN)} more rows are copied too.</p>}
      </div>
      <DialogFoot
        action="Classify"
        run={() => void run()}
        close={close}
        closing="Close"
        disabled={chosen.problem !== null || rows === 'running'}
      >
        {done && (
          <button type="button" className="button" onClick={() => void navigator.clipboard.writeText(asText(done, names))}>
            Copy table
          </button>
        )}
      </DialogFoot>
    </Dialog>
  );
}

function ClassTable({ rows, names }: { readonly rows: readonly ImageClassRow[]; readonly names: readonly string[] }) {
  return (
    <div className="table-scroll">
      <table aria-label="Classes">
        <thead>
          <tr>
            {['Scene', 'Z', 'T', 'X', 'Y', 'Class', ...names].map((title) => (
              <th key={title}>{title}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.scene} ${row.z} ${row.t} ${row.rect.x} ${row.rect.y}`}>
              {[row.scene + 1, row.z + 1, row.t + 1, row.rect.x, row.rect.y, row.className, ...row.scores.map(percent)].map(
                (cell, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns do not move
                  <td key={i}>{cell}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** With tabs, as spreadsheets take it. */
function asText(rows: readonly ImageClassRow[], names: readonly string[]): string {
  const head = ['scene', 'z', 't', 'x', 'y', 'width', 'height', 'class', ...names];
  const lines = rows.map(({ scene, z, t, rect, className, scores }) =>
    [scene + 1, z + 1, t + 1, rect.x, rect.y, rect.width, rect.height, className, ...scores].join('\t'),
  );
  return [head.join('\t'), ...lines].join('\n');
}
