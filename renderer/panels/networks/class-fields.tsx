import type { NetworkClass } from '#core/model/network.ts';
import { ColorButton } from '../controls/color-button.tsx';

interface Props {
  readonly classes: readonly NetworkClass[];
  onChange(classes: readonly NetworkClass[]): void;
}

/** Names and colours of a network's classes, and which of them are background. */
export function ClassFields({ classes, onChange }: Props) {
  const set = (k: number, patch: Partial<NetworkClass>): void =>
    onChange(classes.map((one, i) => (i === k ? { ...one, ...patch } : one)));
  return (
    <fieldset className="class-fields" aria-label="Classes of the network">
      {classes.map((one, k) => (
        // A class of a network is its place.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <div key={k} className="class-field">
          <ColorButton label={`Colour of class ${k + 1}`} color={one.color} onChange={(color) => set(k, { color })} />
          <ClassName k={k} name={one.name} onChange={(name) => set(k, { name })} />
          <label className="check" data-tip="Pixels of it are no objects">
            <input
              type="checkbox"
              checked={one.background}
              onChange={(event) => set(k, { background: event.currentTarget.checked })}
            />
            background
          </label>
        </div>
      ))}
    </fieldset>
  );
}

/** Taken on Enter or when the field is left; an empty name is put back. */
function ClassName({ k, name, onChange }: { readonly k: number; readonly name: string; onChange(name: string): void }) {
  const keep = (field: HTMLInputElement): void => {
    const given = field.value.trim();
    if (given === '') field.value = name;
    else if (given !== name) onChange(given);
  };
  return (
    <input
      key={name}
      className="text"
      aria-label={`Name of class ${k + 1}`}
      defaultValue={name}
      maxLength={200}
      onBlur={(event) => keep(event.currentTarget)}
      onKeyDown={(event) => event.key === 'Enter' && keep(event.currentTarget)}
    />
  );
}
