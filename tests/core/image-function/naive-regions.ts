import type { Connectivity } from '#core/model/image-function.ts';

/** What scrap and fill-holes do, by flood fill over the whole plane. */
export interface NaiveRule {
  readonly name: 'scrap' | 'fill-holes';
  readonly minimum: number;
  readonly maximum: number;
  readonly connectivity: Connectivity;
}

export function naiveRegions(values: ArrayLike<number>, width: number, height: number, rule: NaiveRule): number[] {
  const out = Array.from(values);
  const seen = new Uint8Array(width * height);
  const scrap = rule.name === 'scrap';
  const corners = (rule.connectivity === 8) === scrap;
  for (let start = 0; start < seen.length; start++) {
    if (seen[start] === 1 || (values[start] !== 0) !== scrap) continue;
    const region = [start];
    const around = new Set<number>();
    let edge = false;
    seen[start] = 1;
    for (const at of region) {
      const [x, y] = [at % width, Math.floor(at / width)];
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) {
          const side = dx === 0 || dy === 0;
          if (x + dx < 0 || y + dy < 0 || x + dx >= width || y + dy >= height) {
            edge ||= side;
            continue;
          }
          const other = at + dy * width + dx;
          if (side && values[other] !== 0) around.add(values[other]!);
          if ((!side && !corners) || seen[other] === 1 || values[other] !== values[start]) continue;
          seen[other] = 1;
          region.push(other);
        }
      }
    }
    const [only] = around;
    const kept = scrap
      ? region.length >= rule.minimum && region.length <= rule.maximum
      : edge || region.length > rule.maximum || around.size !== 1;
    if (!kept) for (const at of region) out[at] = scrap ? 0 : only!;
  }
  return out;
}
