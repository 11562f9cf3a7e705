interface Props {
  readonly marks: ReadonlyMap<number, 'here' | 'elsewhere'>;
  readonly size: number;
}

/** More marks than this cannot be told apart on a slider. */
const PLACES = 120;

/** Small lines under a slider where labels are; faint where only another plane of that place has them. */
export function LabelMarks({ marks, size }: Props) {
  const shown = new Map<number, 'here' | 'elsewhere'>();
  for (const [place, kind] of marks) {
    const share = size > PLACES ? Math.round((place / (size - 1)) * PLACES) / PLACES : place / (size - 1);
    if (kind === 'here' || !shown.has(share)) shown.set(share, kind);
  }
  return (
    <span className="label-marks" aria-hidden>
      {[...shown].map(([share, kind]) => (
        <span key={share} className={kind} style={{ ['--share' as string]: share }} />
      ))}
    </span>
  );
}
