import { binRows } from '#core/forest/bin-rows.ts';
import type { TrainingTable } from '#core/forest/training-table.ts';

export function forestBin({
  values,
  labels,
  classes,
}: {
  values: Float32Array;
  labels: Uint8Array;
  classes: number;
}): TrainingTable {
  return binRows(values, values.length / labels.length, labels, classes);
}
