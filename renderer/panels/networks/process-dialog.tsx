import { Dialog } from '@blueprintjs/core';
import { useState } from 'react';
import { type NetworkInfo, networkKey } from '#core/model/network.ts';
import { openImage } from '../../state/context.ts';
import { folderOf, joinPath, stemOf } from '../../state/file-chooser.ts';
import { chosenPlanes, FIRST_CHOICE } from '../../state/plane-choice.ts';
import { useApp, useWorkspace } from '../app-context.tsx';
import { DialogFoot } from '../controls/dialog-foot.tsx';
import { PathField } from '../dialogs/path-field.tsx';
import { PlaneChooser } from '../dialogs/plane-chooser.tsx';
import { ChannelMap, firstMap } from './channel-map.tsx';

/** Runs a network that makes images over planes of the open image. */
export function ProcessDialog({ network }: { readonly network: NetworkInfo }) {
  const app = useApp();
  const plane = useWorkspace((workspace) => workspace.plane);
  const image = openImage(app);
  const named = image && network.channelNames?.map((name) => image.info.channels.findIndex((channel) => channel.name === name));
  const [choice, setChoice] = useState(FIRST_CHOICE);
  const [map, setMap] = useState(() =>
    named?.every((channel) => channel >= 0) ? named : firstMap(network.channels, image?.info ?? null),
  );
  const [path, setPath] = useState(() =>
    image ? joinPath(folderOf(image.path), `${stemOf(image.name)}_${network.name.replace(/[\\/:*?"<>| ]/g, '-')}.ome.tif`) : '',
  );
  const [adding, setAdding] = useState(true);
  if (!image) return null;
  const close = (): void => app.frame.patch({ dialog: null });
  const chosen = chosenPlanes(choice, image, plane);
  return (
    <Dialog isOpen title="Process image" className="dialog wide-dialog" transitionDuration={0} onClose={close}>
      <div className="dialog-body">
        <p className="quiet">
          {image.name}, by {network.name}
        </p>
        <PlaneChooser image={image} plane={plane} choice={choice} chosen={chosen} onChange={setChoice} />
        <ChannelMap info={image.info} map={map} onChange={setMap} />
        <PathField label="New image" value={path} onChange={setPath} />
        <label className="check">
          <input type="checkbox" checked={adding} onChange={(event) => setAdding(event.currentTarget.checked)} />
          Add it to the project
        </label>
      </div>
      <DialogFoot
        action="Process"
        run={() => {
          close();
          const key = networkKey(network);
          const channels = map === null ? null : [...map];
          void app.networks.process({ key, imageId: image.id, path: path.trim(), subset: chosen.subset, channels }, adding);
        }}
        close={close}
        disabled={path.trim() === '' || chosen.problem !== null}
      />
    </Dialog>
  );
}
