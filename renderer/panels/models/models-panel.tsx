import { useApp, useFrame, useWorkspace } from '../app-context.tsx';
import { CommandButton } from '../controls/command-button.tsx';
import { Section } from '../controls/section.tsx';
import { ModelCard } from './model-card.tsx';

/** Left panel of the Models step: the versions of the project as cards, newest first. */
export function ModelsPanel() {
  const app = useApp();
  const models = useWorkspace((workspace) => workspace.project?.models ?? null);
  const shown = useWorkspace((workspace) => workspace.model?.id ?? null);
  const selected = useFrame((frame) => frame.selectedModelId) ?? shown;
  if (!models) return null;
  return (
    <Section title="Models" aside={models.length > 0 ? `${models.length}` : undefined}>
      {models.length === 0 && (
        <p className="empty">Every Train &amp; Segment keeps a version here. A model can also be loaded from a file.</p>
      )}
      <ul className="cards" aria-label="Models">
        {[...models].reverse().map((model) => (
          <ModelCard
            key={model.id}
            model={model}
            shown={model.id === shown}
            selected={model.id === selected}
            onSelect={() => app.models.select(model.id)}
          />
        ))}
      </ul>
      <CommandButton id="model.load">Load model…</CommandButton>
    </Section>
  );
}
