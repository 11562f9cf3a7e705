import type { CrfSettings } from '#core/model/crf.ts';
import { useApp, useWorkspace } from '../app-context.tsx';
import { SelectField } from '../controls/field.tsx';
import { SliderRow } from '../controls/slider.tsx';

const CONFIDENCES = [
  { value: 'after', label: '100 % everywhere' },
  { value: 'before', label: "The model's own" },
] as const;

/** How much neighbours of like brightness agree on their class, and which confidence is left then. */
export function CrfChoice() {
  const app = useApp();
  const crf = useWorkspace((workspace) => workspace.project?.training.crf ?? null);
  if (!crf) return null;
  return (
    <>
      <SliderRow
        label="CRF strength"
        shown="CRF"
        min={0}
        max={100}
        value={crf.strength}
        text={(value) => (value === 0 ? 'Off' : String(value))}
        tip="Neighbours of like brightness agree on their class: less noise, sharper edges. Also of networks, and in exports. 50 is usual."
        onChange={(strength) => app.training.set({ crf: { ...crf, strength } })}
      />
      {crf.strength > 0 && (
        <SelectField<CrfSettings['confidence']>
          label="Confidence"
          value={crf.confidence}
          options={CONFIDENCES}
          tip="What is thresholded and exported as confidence: after a CRF each pixel is decided, so it is 100 %; or what the model gave before"
          onChange={(confidence) => app.training.set({ crf: { ...crf, confidence } })}
        />
      )}
    </>
  );
}
