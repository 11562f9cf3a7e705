import type { FunctionParameter } from '#core/model/image-function.ts';
import { Field, SelectField } from '../controls/field.tsx';
import { InputFileField } from '../dialogs/input-file-field.tsx';

interface Props {
  readonly parameter: FunctionParameter;
  readonly text: string;
  readonly folder: string;
  onChange(text: string): void;
}

/** A parameter of an image function, by its kind. */
export function ParameterField({ parameter, text, folder, onChange }: Props) {
  const { label, tip } = parameter;
  switch (parameter.kind) {
    case 'choice': {
      const options = parameter.choices.map((value) => ({ value, label: value }));
      return <SelectField label={label} value={text} options={options} {...(tip !== undefined && { tip })} onChange={onChange} />;
    }
    case 'flag':
      return (
        <label className="check">
          <input
            type="checkbox"
            checked={text === 'yes'}
            onChange={(event) => onChange(event.currentTarget.checked ? 'yes' : 'no')}
          />
          {label}
        </label>
      );
    case 'file':
      return <InputFileField label={label} value={text} folder={folder} onChange={onChange} />;
    default: {
      const number = parameter.kind !== 'text';
      return (
        <Field label={label} {...(tip !== undefined && { tip })}>
          {(id) => (
            <input
              id={id}
              className={number ? 'number' : 'text'}
              inputMode={number ? 'decimal' : 'text'}
              spellCheck={false}
              placeholder={number && parameter.initial === null ? 'no limit' : ''}
              value={text}
              onChange={(event) => onChange(event.currentTarget.value)}
            />
          )}
        </Field>
      );
    }
  }
}
