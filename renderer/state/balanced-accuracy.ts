/**
 * Mean over the classes of the share that was recognised, from a confusion table [true][predicted]. Classes without a judged
 * pixel are left out; NaN where none is left.
 */
export function balancedAccuracy(confusion: readonly (readonly number[])[]): number {
  const recalls = confusion
    .map((row, index) => ({ right: row[index] ?? 0, all: row.reduce((sum, count) => sum + count, 0) }))
    .filter((one) => one.all > 0)
    .map((one) => one.right / one.all);
  return recalls.length === 0 ? Number.NaN : recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length;
}
