import { useEffect, useState } from 'react';
import type { ClassifierInfo } from '#core/model/classifier.ts';
import { featureSetLabel } from '#core/model/feature-set-id.ts';
import { networkKey } from '#core/model/network.ts';
import { useApp, useFrame, useWorkspace } from '../app-context.tsx';
import { Section } from '../controls/section.tsx';
import { grouped, percent } from '../formats.ts';
import { NetworkDetails } from '../networks/network-details.tsx';
import { ConfusionTable } from '../quality/confusion-table.tsx';

/** Right panel of the Models step: everything about the chosen version. */
export function ModelDetails() {
  const shown = useWorkspace((workspace) => workspace.model?.id ?? null);
  const selected = useFrame((frame) => frame.selectedModelId) ?? shown;
  const model = useWorkspace((workspace) => workspace.project?.models.find((one) => one.id === selected) ?? null);
  const network = useFrame((frame) => frame.networks.find((one) => networkKey(one) === selected) ?? null);
  if (network) return <NetworkDetails key={networkKey(network)} network={network} />;
  if (!model) {
    return (
      <Section title="Model">
        <p className="empty">Choose a model to see what it was made of.</p>
      </Section>
    );
  }
  return <Details key={model.id} model={model} inUse={model.id === shown} />;
}

function Details({ model, inUse }: { readonly model: ClassifierInfo; readonly inUse: boolean }) {
  const app = useApp();
  const readOnly = useWorkspace((workspace) => workspace.project?.readOnly ?? true);
  const [name, setName] = useState(model.name);
  const [description, setDescription] = useState(model.description);
  const [trainingData, setTrainingData] = useState(false);
  useEffect(() => {
    setName(model.name);
    setDescription(model.description);
  }, [model.name, model.description]);
  const keep = (): void => {
    const given = name.trim();
    if (given === '') setName(model.name);
    else if (given !== model.name || description !== model.description) void app.models.describe(model.id, given, description);
  };
  const rows: readonly (readonly [string, string])[] = [
    ['Version', `${model.version}, ${new Date(model.created).toLocaleString()}`],
    ['Made with', `Grove ${model.appVersion}`],
    ['Features', `${featureSetLabel(model.features.set)}${tiedTo(model.features.pixelSizeUm)}`],
    ['Channels', `${model.channelNames.join(', ')} (${model.pixelType})`],
    ['Forest', `${model.trees} trees, ${grouped(model.report.nodes)} nodes, seed ${model.seed}`],
    ['Labelled pixels', model.report.labelledPixels.map(grouped).join(' · ')],
    ['Used for training', `${model.report.usedPixels.map(grouped).join(' · ')} (${grouped(model.report.distinctRows)} distinct)`],
    ['Training images', model.trainingImages.join(', ')],
    ['Hash of the labels', model.trainingHash.slice(0, 16)],
    ['Out-of-bag error', percent(model.report.outOfBagError)],
  ];
  return (
    <Section title="Model">
      <label className="stacked">
        Name
        <input
          className="text"
          value={name}
          maxLength={200}
          disabled={readOnly}
          onChange={(event) => setName(event.currentTarget.value)}
          onBlur={keep}
          onKeyDown={(event) => event.key === 'Enter' && keep()}
        />
      </label>
      <label className="stacked">
        Description
        <textarea
          className="text"
          rows={3}
          value={description}
          maxLength={4000}
          disabled={readOnly}
          onChange={(event) => setDescription(event.currentTarget.value)}
          onBlur={keep}
        />
      </label>
      <div className="two">
        <button type="button" className="button primary" disabled={inUse} onClick={() => app.models.use(model.id)}>
          {inUse ? 'In use' : 'Use this version'}
        </button>
        <button type="button" className="button" onClick={() => void app.models.saveToFile(model.id)}>
          Save to file…
        </button>
      </div>
      <button
        type="button"
        className="button"
        data-tip="Other programs that read .czann files give the same classes with it"
        onClick={() => void app.models.exportNetwork(model.id, trainingData)}
      >
        Export as network (.czann)…
      </button>
      <label className="check" data-tip="Puts the model itself, its training rows and a part of an image into the file">
        <input type="checkbox" checked={trainingData} onChange={(event) => setTrainingData(event.currentTarget.checked)} />
        With training data, so that Grove gets the model back from it
      </label>
      <dl className="details">
        {rows.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <ConfusionTable classes={model.classes} confusion={model.report.confusion} />
    </Section>
  );
}

function tiedTo(size: ClassifierInfo['features']['pixelSizeUm']): string {
  return size === undefined ? '' : `, for pixels of ${size.x} × ${size.y} µm`;
}
