interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly disabled?: boolean;
  /** How the value is read and shown, with its unit. */
  readonly text?: (value: number) => string;
  readonly tip?: string;
  onChange(value: number): void;
}

/** A bare slider; the track is filled up to the thumb. */
export function Slider({ label, value, min, max, step = 1, disabled, text, tip, onChange }: SliderProps) {
  const share = max > min ? (value - min) / (max - min) : 0;
  return (
    <input
      type="range"
      className="slider"
      aria-label={label}
      aria-valuetext={text?.(value)}
      data-tip={tip}
      min={min}
      max={max}
      step={step}
      value={value}
      disabled={disabled}
      style={{ ['--share' as string]: share }}
      onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
    />
  );
}

/** A slider with its name before and its value after, in the columns of a form. */
export function SliderRow({ shown, ...props }: SliderProps & { readonly shown?: string }) {
  return (
    <div className="field">
      <span className="field-label">{shown ?? props.label}</span>
      <span className="field-slider">
        <Slider {...props} />
        <output className="field-value">{props.text?.(props.value) ?? props.value}</output>
      </span>
    </div>
  );
}
