import { useEffect, useState } from 'react';

interface Props {
  readonly label: string;
  readonly id?: string;
  readonly value: number;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  readonly integer?: boolean;
  readonly tip?: string;
  onChange(value: number): void;
}

/** A number typed freely and taken on Enter or when the field is left; what is no number is put back. */
export function NumberInput({ label, id, value, min = -Infinity, max = Infinity, step, integer, tip, onChange }: Props) {
  const [text, setText] = useState(String(value));
  useEffect(() => setText(String(value)), [value]);
  const commit = (): void => {
    const parsed = Number(text.replace(',', '.').replace(/\s/g, ''));
    if (text.trim() === '' || !Number.isFinite(parsed)) {
      setText(String(value));
      return;
    }
    const bounded = Math.min(max, Math.max(min, integer ? Math.round(parsed) : parsed));
    setText(String(bounded));
    if (bounded !== value) onChange(bounded);
  };
  return (
    <input
      type="text"
      inputMode="decimal"
      className="number"
      id={id}
      aria-label={label}
      data-tip={tip}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
        else if (event.key === 'Escape') setText(String(value));
        else if (step !== undefined && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
          event.preventDefault();
          onChange(Math.min(max, Math.max(min, value + (event.key === 'ArrowUp' ? step : -step))));
        }
      }}
    />
  );
}
