import type { TrainingSettings } from '#core/model/project.ts';
import { useApp, useWorkspace } from '../app-context.tsx';
import { Field, SelectField } from '../controls/field.tsx';
import { NumberInput } from '../controls/number-input.tsx';

const SCALES: readonly { readonly value: TrainingSettings['scale']; readonly label: string }[] = [
  { value: 'px', label: 'in pixels' },
  { value: 'um', label: 'in µm' },
];

const SEED_MAX = 2 ** 32 - 1;

/** What rarely needs a change: number of trees, seed, what scales count in. */
export function AdvancedSettings() {
  const app = useApp();
  const training = useWorkspace((workspace) => workspace.project?.training ?? null);
  if (!training) return null;
  return (
    <details className="advanced">
      <summary>Advanced</summary>
      <Field label="Trees" tip="More trees are smoother and slower; 25 is usual">
        {(id) => (
          <NumberInput
            id={id}
            label="Trees"
            integer
            min={1}
            max={1000}
            step={5}
            value={training.trees}
            onChange={(trees) => app.training.set({ trees })}
          />
        )}
      </Field>
      <Field label="Seed" tip="The same seed and labels give the same forest, to the last bit">
        {(id) => (
          <NumberInput
            id={id}
            label="Seed"
            integer
            min={0}
            max={SEED_MAX}
            step={1}
            value={training.seed}
            onChange={(seed) => app.training.set({ seed })}
          />
        )}
      </Field>
      <SelectField
        label="Feature scales"
        tip="In µm a model moves between magnifications: images are resampled to the pixel size of the first"
        value={training.scale}
        options={SCALES}
        onChange={(scale) => app.training.set({ scale })}
      />
    </details>
  );
}
