import { type ReactNode, useId } from 'react';

/** A named control in the columns of a form; the child gets the id that ties it to its name. */
export function Field({
  label,
  tip,
  children,
}: {
  readonly label: string;
  readonly tip?: string;
  children(id: string): ReactNode;
}) {
  const id = useId();
  return (
    <div className="field" data-tip={tip}>
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      {children(id)}
    </div>
  );
}

interface SelectProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string; readonly disabled?: boolean }[];
  readonly tip?: string;
  readonly disabled?: boolean;
  onChange(value: T): void;
}

/** A named choice out of a few. */
export function SelectField<T extends string>({ label, value, options, tip, disabled, onChange }: SelectProps<T>) {
  return (
    <Field label={label} {...(tip !== undefined && { tip })}>
      {(id) => (
        <span className="select">
          <select
            id={id}
            value={value}
            disabled={disabled}
            onChange={(event) => {
              const chosen = options.find((option) => option.value === event.currentTarget.value);
              if (chosen) onChange(chosen.value);
            }}
          >
            {options.map((option) => (
              <option key={option.value} value={option.value} disabled={option.disabled}>
                {option.label}
              </option>
            ))}
          </select>
        </span>
      )}
    </Field>
  );
}
