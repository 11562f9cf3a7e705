import { useEffect, useRef, useState } from 'react';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly editing: boolean;
  onEdit(editing: boolean): void;
  onChange(value: string): void;
}

/** A name that becomes a text field while it is edited: Enter keeps, Escape leaves it as it was. */
export function EditableName({ label, value, editing, onEdit, onChange }: Props) {
  const [text, setText] = useState(value);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!editing) return;
    setText(value);
    field.current?.select();
  }, [editing, value]);
  if (!editing) return <span className="name">{value}</span>;
  const commit = (): void => {
    onEdit(false);
    const name = text.trim();
    if (name !== '' && name !== value) onChange(name);
  };
  return (
    <input
      ref={field}
      className="name-field"
      aria-label={label}
      value={text}
      maxLength={200}
      // The field appears because the user asked for it.
      // biome-ignore lint/a11y/noAutofocus: see above
      autoFocus
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') commit();
        if (event.key === 'Escape') onEdit(false);
      }}
    />
  );
}
