import { CLASS_COLORS } from '#core/model/label.ts';
import { colorNumber, cssColor } from '../formats.ts';
import { Popup } from './popup.tsx';

interface Props {
  readonly label: string;
  readonly color: number;
  readonly disabled?: boolean;
  onChange(color: number): void;
}

/** Swatches that stay apart for colour-blind eyes, and any other colour. */
export function ColorPalette({ label, color, onChange }: Props) {
  return (
    <fieldset className="palette" aria-label={label}>
      {CLASS_COLORS.map((one) => (
        <button
          key={one}
          type="button"
          className="swatch large"
          style={{ background: cssColor(one) }}
          aria-label={`Colour ${cssColor(one)}`}
          aria-pressed={one === color}
          onClick={() => onChange(one)}
        />
      ))}
      <label className="palette-custom">
        Other
        <input
          type="color"
          aria-label="Other colour"
          value={cssColor(color)}
          onChange={(event) => onChange(colorNumber(event.currentTarget.value))}
        />
      </label>
    </fieldset>
  );
}

/** A swatch that opens the palette. */
export function ColorButton({ label, color, disabled = false, onChange }: Props) {
  return (
    <Popup
      placement="bottom-start"
      disabled={disabled}
      content={<ColorPalette label={label} color={color} onChange={onChange} />}
    >
      <button
        type="button"
        className="swatch"
        aria-label={label}
        data-tip={label}
        disabled={disabled}
        style={{ background: cssColor(color) }}
      />
    </Popup>
  );
}
