import { useEffect } from 'react';
import { networkKey } from '#core/model/network.ts';
import { useApp, useFrame, useWorkspace } from '../app-context.tsx';
import { CommandButton } from '../controls/command-button.tsx';
import { Section } from '../controls/section.tsx';
import { cssColor } from '../formats.ts';
import { TASK_NAMES } from './task-names.ts';

/** The networks of this user as cards. */
export function NetworksSection() {
  const app = useApp();
  const networks = useFrame((frame) => frame.networks);
  const selected = useFrame((frame) => frame.selectedModelId);
  const shown = useWorkspace((workspace) => workspace.model?.id ?? null);
  useEffect(() => {
    void app.networks.refresh();
  }, [app]);
  return (
    <Section title="Networks" aside={networks.length > 0 ? `${networks.length}` : undefined}>
      {networks.length === 0 && (
        <p className="empty">
          Networks trained elsewhere (.czann, .czmodel, .onnx) can be imported here and used in every project.
        </p>
      )}
      <ul className="cards" aria-label="Networks">
        {networks.map((network) => {
          const key = networkKey(network);
          return (
            <li key={key}>
              <button
                type="button"
                className={selected === key ? 'model-card on' : 'model-card'}
                aria-label={network.name}
                aria-pressed={selected === key}
                onClick={() => app.networks.select(key)}
              >
                <span className="model-head">
                  <span className="name">{network.name}</span>
                  {shown === key && <span className="badge">in use</span>}
                </span>
                <span className="model-classes">
                  {network.classes.map((one, k) => (
                    // A class of a network is its place.
                    // biome-ignore lint/suspicious/noArrayIndexKey: see above
                    <span key={k}>
                      <span className="swatch tiny" style={{ background: cssColor(one.color) }} /> {one.name}
                    </span>
                  ))}
                </span>
                <span className="quiet">{TASK_NAMES[network.task]}</span>
              </button>
            </li>
          );
        })}
      </ul>
      <CommandButton id="network.import">Import network…</CommandButton>
    </Section>
  );
}
