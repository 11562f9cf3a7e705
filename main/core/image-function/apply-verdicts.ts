import { labelStrip, type Strip } from './label-strip.ts';
import { KEEP, type RegionRule } from './region-rule.ts';
import { edgeRegions, openRegions, type StripPlace } from './strip-borders.ts';

/**
 * Gives the pixels of a strip the values that a rule says: regions that end inside the strip are decided here, `openVerdicts` has
 * what became of the others, in the order of openRegions. Changes `strip.values`.
 */
export function applyVerdicts(strip: Strip, rule: RegionRule, place: StripPlace, openVerdicts: Float64Array): void {
  const regions = labelStrip(strip, rule.kind, rule.connectivity);
  const open = openRegions(strip, regions, place);
  const edges = edgeRegions(strip, regions, place);
  const verdicts = new Float64Array(regions.count);
  for (let region = 0; region < regions.count; region++) {
    const own = { area: regions.areas[region]!, edge: edges[region] === 1, around: regions.around[region]! };
    verdicts[region] = open[region]! >= 0 ? openVerdicts[open[region]!]! : rule.verdict(own);
  }
  for (let run = 0; run < regions.starts.length; run++) {
    const verdict = verdicts[regions.regionOf[run]!]!;
    if (verdict !== KEEP) strip.values.fill(verdict, regions.starts[run]!, regions.ends[run]!);
  }
}
