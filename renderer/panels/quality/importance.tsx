import { useEffect } from 'react';
import { rankedFeatures } from '../../state/ranked-features.ts';
import { useApp, useFrame } from '../app-context.tsx';
import { Section } from '../controls/section.tsx';
import { percent } from '../formats.ts';
import { useShownModel } from './use-shown-model.ts';

const SHOWN = 6;

/** The features that decide most. */
export function Importance() {
  const app = useApp();
  const model = useShownModel();
  const set = model?.features.set ?? null;
  const names = useFrame((frame) => (set === null ? null : (frame.featureNames.get(set) ?? null)));
  useEffect(() => {
    if (set !== null) app.features.wantNames(set);
  }, [app, set]);
  if (!model || !names) return null;
  const ranked = rankedFeatures(model, names).slice(0, SHOWN);
  const most = ranked[0]?.share ?? 0;
  if (most <= 0) return null;
  return (
    <Section title="What the forest looks at">
      <ul className="importance" aria-label="Feature importance">
        {ranked.map((one) => (
          <li key={one.name} data-tip={`${one.name}: ${percent(one.share)} of the decrease of impurity`}>
            <span className="field-label name">{one.name}</span>
            <span className="bar">
              <span style={{ width: `${(100 * one.share) / most}%` }} />
            </span>
          </li>
        ))}
      </ul>
      <button
        type="button"
        className="link"
        data-tip="Ranks the features of the chosen set by how well each alone tells the classes apart"
        onClick={() => void app.quality.rankFeatures()}
      >
        Each feature alone…
      </button>
    </Section>
  );
}
