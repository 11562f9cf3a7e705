import { rankedFeatures } from '../../state/ranked-features.ts';
import { useFrame } from '../app-context.tsx';
import { Section } from '../controls/section.tsx';
import { percent } from '../formats.ts';
import { useShownModel } from './use-shown-model.ts';

const SHOWN = 6;

/** The features that decide most. */
export function Importance() {
  const model = useShownModel();
  const names = useFrame((frame) => frame.app?.featureNames ?? null);
  if (!model || !names) return null;
  const ranked = rankedFeatures(model, names[model.features.set]).slice(0, SHOWN);
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
    </Section>
  );
}
