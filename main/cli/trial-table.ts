import { featureSetLabel } from '#core/model/feature-set-id.ts';
import type { TrialSetting } from '#core/model/trial.ts';
import type { Trial } from '../services/training/trial.ts';

/** A trial as it is printed for programs: without the trees. */
export function trialObject({ classifier: _, ...trial }: Trial): Omit<Trial, 'classifier'> {
  return trial;
}

/** Trials as a table for people, in their order. */
export function trialTable(trials: readonly Trial[]): string {
  const head = ['mean IoU', 'new images', 'train s', 's / Mpx', 'MB', 'setting'];
  const rows = trials.map(({ blocks, images, trainSeconds, segmentSeconds, megabytes, setting }) => [
    share(blocks?.meanIou),
    share(images?.meanIou),
    trainSeconds.toFixed(2),
    segmentSeconds.toFixed(2),
    megabytes.toFixed(0),
    settingText(setting),
  ]);
  const widths = head.map((_, k) => Math.max(...[head, ...rows].map((row) => row[k]!.length)));
  const line = (row: readonly string[]): string =>
    row.map((cell, k) => (k === head.length - 1 ? cell : cell.padStart(widths[k]!))).join('  ');
  return `${[head, ...rows].map(line).join('\n')}\n`;
}

/** A setting in a few words. */
export function settingText({ set, channels, trees, scale, crf }: TrialSetting): string {
  const parts = [
    featureSetLabel(set),
    ...(channels === null ? [] : [`channels ${channels.join(', ')}`]),
    `${trees} trees`,
    ...(scale === 'um' ? ['in µm'] : []),
    ...(crf > 0 ? [`CRF ${crf}`] : []),
  ];
  return `${parts.join(', ')}  ${set}`;
}

function share(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? '–' : `${(100 * value).toFixed(1)} %`;
}
