import { featureSetPlanes, formatFeatureSet, parseFeatureSet } from '#core/model/feature-set-id.ts';
import type { FeatureSet } from '#core/model/features.ts';
import type { FeatureKind } from '../../state/feature-actions.ts';
import { useApp, useWorkspace } from '../app-context.tsx';
import { Field, SelectField } from '../controls/field.tsx';

const KINDS: readonly { readonly value: FeatureKind; readonly label: string }[] = [
  { value: 'basic25', label: 'Basic Features 25' },
  { value: 'basic33', label: 'Basic Features 33' },
  { value: 'multiscale', label: 'Multi-scale' },
  { value: 'scattering', label: 'Scattering' },
];

const SCATTERINGS: readonly Extract<FeatureSet, { set: 'scattering' }>[] = ([2, 3] as const).flatMap((scales) =>
  ([1, 2] as const).map((order) => ({ set: 'scattering', scales, order }) as const),
);

const SCATTERING_OPTIONS = SCATTERINGS.map((one) => {
  const value = formatFeatureSet(one);
  return { value, label: `${one.scales} scales, order ${one.order} (${featureSetPlanes(value)})` };
});

/** Which features are trained on, and the settings of the set where it has some. */
export function FeatureSetChoice() {
  const app = useApp();
  const id = useWorkspace((workspace) => workspace.project?.training.set ?? null);
  if (id === null) return null;
  const set = parseFeatureSet(id);
  return (
    <>
      <SelectField
        label="Features"
        value={set.set}
        options={KINDS}
        tip="What is computed from each channel. Basic Features 25 is the one to begin with."
        onChange={app.features.choose}
      />
      {set.set === 'multiscale' && (
        <Field label="Scales" tip="Which features are computed at which scales">
          {(field) => (
            <button type="button" id={field} className="select-button" onClick={app.features.beginGrid}>
              <span>{featureSetPlanes(id)} features…</span>
            </button>
          )}
        </Field>
      )}
      {set.set === 'scattering' && (
        <SelectField
          label="Paths"
          value={id}
          options={SCATTERING_OPTIONS}
          tip="More scales see larger structures; order 2 also sees how fine texture is arranged, and takes several times as long. In brackets: features of each channel"
          onChange={(chosen) => app.features.use(parseFeatureSet(chosen))}
        />
      )}
    </>
  );
}
