/** Mean over the classes of the truth of intersection / union; truth 0 is ignored. */
export function meanIou(predicted: ArrayLike<number>, truth: ArrayLike<number>): number {
  const both = new Map<number, number>();
  const either = new Map<number, number>();
  const add = (map: Map<number, number>, key: number): void => {
    map.set(key, (map.get(key) ?? 0) + 1);
  };
  const classes = new Set<number>();
  for (let i = 0; i < truth.length; i++) {
    const t = truth[i] ?? 0;
    const p = predicted[i] ?? 0;
    if (t === 0) continue;
    classes.add(t);
    add(either, t);
    if (p === t) add(both, t);
    else add(either, p);
  }
  let sum = 0;
  for (const k of classes) sum += (both.get(k) ?? 0) / (either.get(k) ?? 1);
  return sum / classes.size;
}
