import { findModel } from '../../state/context.ts';
import { useApp, useResults, useWorkspace } from '../app-context.tsx';
import { SelectField } from '../controls/field.tsx';

/** What of the result lies over the image. */
export function OverlayChoice() {
  const app = useApp();
  const overlay = useWorkspace((workspace) => workspace.overlay);
  const modelId = useWorkspace((workspace) => workspace.model?.id ?? null);
  useResults((results) => results.live);
  const model = findModel(app, modelId);

  const value = overlay.kind === 'probability' ? `probability ${overlay.probabilityClass}` : overlay.kind;
  const options = [
    { value: 'segmentation', label: 'Segmentation' },
    ...(model?.classes.map((one, index) => ({ value: `probability ${index}`, label: `Probability of ${one.name}` })) ?? []),
    { value: 'uncertainty', label: 'Uncertainty' },
    { value: 'none', label: 'None' },
  ];
  return (
    <SelectField
      label="Show"
      value={value}
      options={options}
      tip="What lies over the image  ·  S switches it off and on"
      onChange={(chosen) => {
        const [kind, index] = chosen.split(' ');
        if (kind === 'probability') app.view.setOverlay('probability', Number(index));
        else if (kind === 'segmentation' || kind === 'uncertainty' || kind === 'none') app.view.setOverlay(kind);
      }}
    />
  );
}
