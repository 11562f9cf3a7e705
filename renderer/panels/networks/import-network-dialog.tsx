import { Dialog } from '@blueprintjs/core';
import { useState } from 'react';
import type { NetworkDraft, NetworkTrial } from '#contract/contract.ts';
import { GroveError } from '#core/model/error.ts';
import { type InputValues, NETWORK_TASKS, type NetworkTask, networkUse } from '#core/model/network.ts';
import { openImage } from '../../state/context.ts';
import { fileName } from '../../state/file-chooser.ts';
import type { NetworkChoices } from '../../state/network-actions.ts';
import { useApp, useWorkspace } from '../app-context.tsx';
import { DialogFoot } from '../controls/dialog-foot.tsx';
import { Field, SelectField } from '../controls/field.tsx';
import { NumberInput } from '../controls/number-input.tsx';
import { ChannelMap, firstMap, mapNames } from './channel-map.tsx';
import { ClassFields } from './class-fields.tsx';
import { LicenceTexts } from './licence-texts.tsx';
import { VALUES } from './network-options.ts';
import { TASK_NAMES } from './task-names.ts';
import { TrialView } from './trial-view.tsx';

/** What was read of a model file, what the user decides, a trial on what is in view, and then the import. */
export function ImportNetworkDialog({ draft }: { readonly draft: NetworkDraft }) {
  const app = useApp();
  const { metadata } = draft;
  useWorkspace((workspace) => workspace.imageId);
  const image = openImage(app);
  const [name, setName] = useState(metadata.name || fileName(draft.path).replace(/\.[^.]+$/, ''));
  const [task, setTask] = useState<NetworkTask | null>(metadata.task);
  const [tile, setTile] = useState(metadata.tile);
  const [border, setBorder] = useState(metadata.border?.x ?? 0);
  const [values, setValues] = useState(metadata.values);
  const [classes, setClasses] = useState(metadata.classes);
  const [map, setMap] = useState(() => firstMap(metadata.channels, image?.info ?? null, metadata.channelNames));
  const [resample, setResample] = useState(false);
  const [trial, setTrial] = useState<NetworkTrial | 'running' | { readonly problem: string } | null>(null);

  const withClasses = task !== null && networkUse(task) !== 'regression';
  const choices: NetworkChoices = {
    name: name.trim(),
    values,
    resample,
    ...(task !== null && { task }),
    ...(tile !== null && { tile }),
    ...(tile !== null &&
      (metadata.border === null || metadata.border.x !== border) && { border: { z: tile.z, y: border, x: border } }),
    ...(withClasses && { classes: [...classes] }),
    channelNames: image ? mapNames(map, image.info) : null,
  };
  const complete = name.trim() !== '' && task !== null && tile !== null && draft.same === null;
  const tryIt = async (): Promise<void> => {
    setTrial('running');
    try {
      setTrial(await app.networks.tryDraft(draft, choices, map));
    } catch (thrown) {
      setTrial({ problem: GroveError.from(thrown).message });
    }
  };

  return (
    <Dialog
      isOpen
      title="Import network"
      className="dialog wide-dialog"
      transitionDuration={0}
      onClose={() => app.networks.discard(draft)}
    >
      <div className="dialog-body import-network">
        <p className="quiet">
          {fileName(draft.path)} · {metadata.container} · {metadata.channels} {metadata.channels === 1 ? 'channel' : 'channels'} ·{' '}
          {tile === null ? 'tile size not said' : `tiles of ${tile.y} × ${tile.x}`}
          {metadata.pixelSizeUm !== null && ` · trained at ${metadata.pixelSizeUm.x.toPrecision(3)} µm per pixel`}
        </p>
        {draft.same !== null && (
          <p className="hint danger" role="alert">
            This file is in the library already, as {draft.same.name}.
          </p>
        )}
        {draft.twin !== null && (
          <p className="hint">The library has another version of this network, {draft.twin.name}; both are kept.</p>
        )}
        {metadata.warnings.map((warning) => (
          <p key={`${warning.code} ${warning.message}`} className="hint">
            {warning.message}
          </p>
        ))}
        <Field label="Name">
          {(id) => (
            <input
              id={id}
              className="text"
              maxLength={200}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
          )}
        </Field>
        {metadata.task === null ? (
          <SelectField
            label="Task"
            value={task ?? ''}
            options={[
              { value: '', label: 'Choose what it is for' },
              ...NETWORK_TASKS.filter((one) => networkUse(one) !== null).map((one) => ({ value: one, label: TASK_NAMES[one] })),
            ]}
            onChange={(value) => setTask(NETWORK_TASKS.find((one) => one === value) ?? null)}
          />
        ) : (
          <Field label="Task">{(id) => <span id={id}>{TASK_NAMES[metadata.task as NetworkTask]}</span>}</Field>
        )}
        {metadata.tile === null && (
          <Field label="Tile size" tip="Edge of the squares that the network sees, in pixels">
            {(id) => (
              <NumberInput
                id={id}
                label="Tile size"
                value={tile?.x ?? 0}
                min={1}
                max={8192}
                integer
                onChange={(edge) => setTile({ z: null, y: edge, x: edge })}
              />
            )}
          </Field>
        )}
        <Field label="Border" tip="Pixels per side of a tile whose answer is not used">
          {(id) => <NumberInput id={id} label="Border" value={border} min={0} max={4096} integer onChange={setBorder} />}
        </Field>
        <SelectField<InputValues>
          label="Input values"
          value={values}
          options={VALUES}
          tip="What whole-number images are fed as; a wrong choice gives plausible nonsense"
          onChange={setValues}
        />
        {metadata.pixelSizeUm !== null && (
          <label className="check" data-tip="Images of another pixel size are resampled before the network sees them">
            <input type="checkbox" checked={resample} onChange={(event) => setResample(event.currentTarget.checked)} />
            Resample images to {metadata.pixelSizeUm.x.toPrecision(3)} µm per pixel
            {image?.info.pixelSizeUm.x ? ` (the open one has ${image.info.pixelSizeUm.x.toPrecision(3)} µm)` : ''}
          </label>
        )}
        {image && <ChannelMap info={image.info} map={map} onChange={setMap} />}
        {withClasses && <ClassFields classes={classes} onChange={setClasses} />}
        <LicenceTexts licences={metadata.licences} />
        <TrialView
          trial={trial}
          classes={classes}
          hasImage={image !== null}
          onTry={() => void tryIt()}
          ready={task !== null && tile !== null}
        />
      </div>
      <DialogFoot
        action="Import"
        run={() => void app.networks.accept(draft, choices)}
        close={() => app.networks.discard(draft)}
        disabled={!complete}
      >
        {draft.ranOn && (
          <span className="quiet">Runs on the {draft.ranOn.provider === 'cpu' ? 'processor (CPU)' : draft.ranOn.provider}.</span>
        )}
      </DialogFoot>
    </Dialog>
  );
}
