import type { ChannelRange } from '#contract/contract.ts';

interface Props {
  readonly range: ChannelRange | null;
  /** Sample values at the left and right edge. */
  readonly low: number;
  readonly high: number;
  readonly min: number;
  readonly max: number;
  readonly color: string;
}

const WIDTH = 256;
const HEIGHT = 64;

/** Counts on a logarithmic scale, with the shown range lit. */
export function Histogram({ range, low, high, min, max, color }: Props) {
  const span = high - low || 1;
  const x = (value: number): number => ((value - low) / span) * WIDTH;
  const most = Math.log1p(Math.max(1, ...(range?.histogram ?? [])));
  const bins = range?.histogram ?? [];
  const path = range
    ? `M${x(range.min)} ${HEIGHT}${bins
        .map((count, index) => {
          const left = range.min + (index / bins.length) * (range.max - range.min);
          const right = range.min + ((index + 1) / bins.length) * (range.max - range.min);
          const y = HEIGHT - (Math.log1p(count) / most) * (HEIGHT - 2);
          return `L${x(left).toFixed(1)} ${y.toFixed(1)}L${x(right).toFixed(1)} ${y.toFixed(1)}`;
        })
        .join('')}L${x(range.max)} ${HEIGHT}Z`
    : '';
  return (
    <svg className="histogram" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label="Histogram">
      <rect x={x(min)} y={0} width={Math.max(0, x(max) - x(min))} height={HEIGHT} className="lit" />
      <path d={path} fill={color} fillOpacity={0.8} />
      <path d={`M${x(min)} 0V${HEIGHT}M${x(max)} 0V${HEIGHT}`} className="limits" />
    </svg>
  );
}
