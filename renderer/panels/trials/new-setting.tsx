import { useState } from 'react';
import { canonicalFeatureSet, featureSetLabel } from '#core/model/feature-set-id.ts';
import type { FeatureSetId } from '#core/model/features.ts';
import { type TrialSetting, USUAL_SETS } from '#core/model/trial.ts';
import { useApp, useWorkspace } from '../app-context.tsx';
import { NumberInput } from '../controls/number-input.tsx';

/** A line in which a setting is put together for the list. */
export function NewSetting() {
  const app = useApp();
  const training = useWorkspace((workspace) => workspace.project?.training ?? null);
  const image = useWorkspace((workspace) => workspace.project?.images.find((one) => one.id === workspace.imageId) ?? null);
  const [draft, setDraft] = useState<TrialSetting | null>(null);
  if (!training) return null;
  const { set, channels, trees, scale, crf } = training;
  const setting: TrialSetting = draft ?? { set, channels, trees, scale, crf: crf.strength };
  const change = (patch: Partial<TrialSetting>): void => setDraft({ ...setting, ...patch });
  const sets: readonly FeatureSetId[] = [...new Set([set, ...USUAL_SETS, canonicalFeatureSet('scattering(scales:3;order:2)')])];
  const names = image?.info.channels.map(({ name }) => name) ?? [];
  return (
    <fieldset className="new-setting" aria-label="Another setting">
      <span className="select">
        <select
          aria-label="Features"
          value={setting.set}
          onChange={(event) => change({ set: canonicalFeatureSet(event.currentTarget.value) })}
        >
          {sets.map((one) => (
            <option key={one} value={one}>
              {featureSetLabel(one)}
            </option>
          ))}
        </select>
      </span>
      {names.length > 1 && (
        <span className="select">
          <select
            aria-label="Channels"
            value={setting.channels === null ? 'all' : setting.channels.join(',')}
            onChange={({ currentTarget: { value } }) =>
              change({ channels: value === 'all' ? null : value.split(',').map(Number) })
            }
          >
            <option value="all">all channels</option>
            {setting.channels !== null && setting.channels.length > 1 && (
              <option value={setting.channels.join(',')}>channels {setting.channels.map((one) => one + 1).join(', ')}</option>
            )}
            {names.map((name, k) => (
              <option key={name} value={String(k)}>
                {name}
              </option>
            ))}
          </select>
        </span>
      )}
      <NumberInput
        id="new-trees"
        label="Trees"
        integer
        min={1}
        max={1000}
        step={5}
        value={setting.trees}
        onChange={(value) => change({ trees: value })}
      />
      <span className="quiet">trees</span>
      <span className="select">
        <select
          aria-label="Feature scales"
          value={setting.scale}
          onChange={(event) => change({ scale: event.currentTarget.value === 'um' ? 'um' : 'px' })}
        >
          <option value="px">in px</option>
          <option value="um">in µm</option>
        </select>
      </span>
      <NumberInput
        id="new-crf"
        label="CRF strength"
        integer
        min={0}
        max={100}
        step={25}
        value={setting.crf}
        onChange={(value) => change({ crf: value })}
      />
      <span className="quiet">CRF</span>
      <button type="button" className="button small" onClick={() => app.trials.add(setting)}>
        Add
      </button>
    </fieldset>
  );
}
