import { featureSetLabel } from '#core/model/feature-set-id.ts';
import type { TrialSetting } from '#core/model/trial.ts';

/** "Basic Features 25, 25 trees, CRF 50" */
export function settingText({ set, channels, trees, scale, crf }: TrialSetting): string {
  const parts = [
    featureSetLabel(set),
    ...(channels === null
      ? []
      : [channels.length === 1 ? `channel ${channels[0]! + 1}` : `channels ${channels.map((one) => one + 1).join(', ')}`]),
    `${trees} trees`,
    ...(scale === 'um' ? ['scales in µm'] : []),
    ...(crf > 0 ? [`CRF ${crf}`] : []),
  ];
  return parts.join(', ');
}
