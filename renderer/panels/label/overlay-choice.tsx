import { useApp, useWorkspace } from '../app-context.tsx';
import { SelectField } from '../controls/field.tsx';
import { useShownSegmenter } from '../quality/use-shown-segmenter.ts';

/** What of the result lies over the image. */
export function OverlayChoice() {
  const app = useApp();
  const overlay = useWorkspace((workspace) => workspace.overlay);
  const model = useShownSegmenter();

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
