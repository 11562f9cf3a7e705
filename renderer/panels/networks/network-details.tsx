import { useEffect, useState } from 'react';
import type { TilingCheck } from '#contract/contract.ts';
import { type NetworkInfo, networkKey, networkUse } from '#core/model/network.ts';
import { fileName } from '../../state/file-chooser.ts';
import { useApp, useWorkspace } from '../app-context.tsx';
import { SelectField } from '../controls/field.tsx';
import { Section } from '../controls/section.tsx';
import { percent } from '../formats.ts';
import { ClassFields } from './class-fields.tsx';
import { PROVIDERS, VALUES } from './network-options.ts';
import { TASK_NAMES } from './task-names.ts';

const USE_NAMES = {
  segmentation: 'Use this network',
  regression: 'Process images…',
  classification: 'Classify images…',
} as const;

/** Right panel of the Models step for a network: what it is, what can be changed, what can be done with it. */
export function NetworkDetails({ network }: { readonly network: NetworkInfo }) {
  const app = useApp();
  const key = networkKey(network);
  const shown = useWorkspace((workspace) => workspace.model?.id === key);
  const hasImage = useWorkspace((workspace) => workspace.imageId !== null);
  const [name, setName] = useState(network.name);
  const [description, setDescription] = useState(network.description);
  const [check, setCheck] = useState<TilingCheck | null>(null);
  useEffect(() => {
    setName(network.name);
    setDescription(network.description);
    setCheck(null);
  }, [network]);
  const keep = (): void => {
    const given = name.trim();
    if (given === '') setName(network.name);
    else if (given !== network.name || description !== network.description)
      void app.networks.update(key, { name: given, description });
  };
  const use = networkUse(network.task);
  const remove = async (): Promise<void> => {
    const users = await app.networks.users(key);
    app.frame.patch({ dialog: { kind: 'deleteNetwork', network, users } });
  };
  return (
    <Section title="Network">
      <label className="stacked">
        Name
        <input
          className="text"
          value={name}
          maxLength={200}
          onChange={(event) => setName(event.currentTarget.value)}
          onBlur={keep}
          onKeyDown={(event) => event.key === 'Enter' && keep()}
        />
      </label>
      <label className="stacked">
        Description
        <textarea
          className="text"
          rows={2}
          value={description}
          maxLength={4000}
          onChange={(event) => setDescription(event.currentTarget.value)}
          onBlur={keep}
        />
      </label>
      <div className="two">
        {use !== null && (
          <button
            type="button"
            className="button primary"
            disabled={!hasImage || shown}
            onClick={() => app.networks.use(network)}
          >
            {shown ? 'In use' : USE_NAMES[use]}
          </button>
        )}
        <button type="button" className="button" onClick={() => void remove()}>
          Delete…
        </button>
      </div>
      {network.classes.length > 0 && (
        <ClassFields classes={network.classes} onChange={(classes) => void app.networks.update(key, { classes: [...classes] })} />
      )}
      <SelectField
        label="Input values"
        value={network.values}
        options={VALUES}
        tip="What whole-number images are fed as; a wrong choice gives plausible nonsense"
        onChange={(values) => void app.networks.update(key, { values })}
      />
      <SelectField
        label="Runs on"
        value={network.provider}
        options={PROVIDERS}
        onChange={(provider) => void app.networks.update(key, { provider })}
      />
      {network.pixelSizeUm !== null && (
        <label className="check" data-tip="Images of another pixel size are resampled before the network sees them">
          <input
            type="checkbox"
            checked={network.resample}
            onChange={(event) => void app.networks.update(key, { resample: event.currentTarget.checked })}
          />
          Resample images to {network.pixelSizeUm.x.toPrecision(3)} µm per pixel
        </label>
      )}
      <dl className="details">
        {factsOf(network).map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {network.warnings.map((warning) => (
        <p key={warning.code} className="hint">
          {warning.message}
        </p>
      ))}
      {use !== 'classification' && (
        <button
          type="button"
          className="button"
          disabled={!hasImage}
          data-tip="Runs one tile across a seam in view and compares it with what the tiles give"
          onClick={() => void app.networks.verifyTiling(key).then(setCheck)}
        >
          Verify tiling
        </button>
      )}
      {check && (
        <p role="status" aria-label="Result of the comparison" className="quiet">
          {check.tiles === 1
            ? 'The plane is a single tile: there is no seam to compare.'
            : `Largest difference ${check.largest.toExponential(1)}; ${percent(check.otherClass)} of ${check.width} × ${check.height} pixels get another class.`}
        </p>
      )}
    </Section>
  );
}

function factsOf(network: NetworkInfo): [string, string][] {
  const { tile, border, scale, pixelSizeUm } = network;
  return [
    ['Task', TASK_NAMES[network.task]],
    ['Tile', `${tile.z === null ? '' : `${tile.z} × `}${tile.y} × ${tile.x} pixels`],
    ['Border', `${border.y} × ${border.x} pixels per side`],
    ['Channels', network.channelNames === null ? String(network.channels) : network.channelNames.join(', ')],
    ...(scale.x === 1 && scale.y === 1 ? [] : [['Enlarges', `${scale.x} × ${scale.y}`] satisfies [string, string]]),
    ['Pixel size', pixelSizeUm === null ? 'not said' : `${pixelSizeUm.x} × ${pixelSizeUm.y} µm`],
    ['File', `${network.fileName} (${network.container}), ${new Date(network.imported).toLocaleString()}`],
    ['Id', network.id],
    ['SHA-256', network.hash.slice(0, 16)],
    ['Operators', `opset ${network.opset}`],
    ['Licence', network.licences.map(({ name }) => fileName(name)).join(', ') || 'none given'],
  ];
}
