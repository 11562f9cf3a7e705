import { useState } from 'react';
import { folderOf, IMAGE_FILES } from '../../state/file-chooser.ts';
import type { FileRequest } from '../../state/platform.ts';
import { useApp } from '../app-context.tsx';
import { Field } from '../controls/field.tsx';
import { FileDialog } from './file-dialog.tsx';

interface Props {
  readonly label: string;
  readonly value: string;
  /** Folder to start in while nothing is chosen. */
  readonly folder: string;
  onChange(path: string): void;
}

/** The path of an image to be read: typed, or chosen in a dialog that opens over the present one. */
export function InputFileField({ label, value, folder, onChange }: Props) {
  const app = useApp();
  const [asking, setAsking] = useState(false);
  const request: FileRequest = {
    ...{ title: label, mode: 'open', action: 'Choose', filters: IMAGE_FILES },
    folder: value === '' ? folder : folderOf(value),
  };
  const choose = async (): Promise<void> => {
    if (!app.platform.chooseFiles) return setAsking(true);
    const [path] = (await app.platform.chooseFiles(request)) ?? [];
    if (path !== undefined) onChange(path);
  };
  return (
    <>
      <Field label={label}>
        {(id) => (
          <span className="path-field">
            <input id={id} className="text" value={value} onChange={(event) => onChange(event.currentTarget.value)} />
            <button type="button" className="button" aria-label={`Choose ${label}`} onClick={() => void choose()}>
              Choose…
            </button>
          </span>
        )}
      </Field>
      {asking && (
        <FileDialog
          request={request}
          onAnswer={(paths) => {
            setAsking(false);
            if (paths?.[0] !== undefined) onChange(paths[0]);
          }}
        />
      )}
    </>
  );
}
