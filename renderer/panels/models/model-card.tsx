import type { ClassifierInfo } from '#core/model/classifier.ts';
import { featureSetLabel } from '#core/model/feature-set-id.ts';
import { cssColor, percent } from '../formats.ts';

interface Props {
  readonly model: ClassifierInfo;
  readonly shown: boolean;
  readonly selected: boolean;
  onSelect(): void;
}

export function ModelCard({ model, shown, selected, onSelect }: Props) {
  return (
    <li>
      <button
        type="button"
        className={selected ? 'model-card on' : 'model-card'}
        aria-label={`${model.name} version ${model.version}`}
        aria-pressed={selected}
        onClick={onSelect}
      >
        <span className="model-head">
          <span className="name">{model.name}</span>
          <span className="quiet">v{model.version}</span>
          {shown && <span className="badge">in use</span>}
          <span className="value">{percent(1 - model.report.outOfBagError)}</span>
        </span>
        <span className="model-classes">
          {model.classes.map((one, k) => (
            // A class of a classifier is its place.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <span key={k}>
              <span className="swatch tiny" style={{ background: cssColor(one.color) }} /> {one.name}
            </span>
          ))}
        </span>
        <span className="quiet">
          {featureSetLabel(model.features.set)} · {model.channelNames.join(' + ')} · {model.trees} trees
        </span>
        <span className="quiet">{new Date(model.created).toLocaleString()}</span>
      </button>
    </li>
  );
}
