import { useState } from 'react';
import { fileName, folderOf } from '../../state/file-chooser.ts';
import type { FileRequest } from '../../state/platform.ts';
import { useApp } from '../app-context.tsx';
import { Field } from '../controls/field.tsx';
import { FileDialog } from './file-dialog.tsx';

interface Props {
  readonly label: string;
  readonly value: string;
  /** PNG is offered beside OME-TIFF. */
  readonly png?: boolean;
  onChange(path: string): void;
}

/** A path to be written to: typed, or chosen in a dialog that opens over the present one. */
export function PathField({ label, value, png = false, onChange }: Props) {
  const app = useApp();
  const [asking, setAsking] = useState(false);
  const request: FileRequest = {
    title: `${label}: write to`,
    mode: 'save',
    action: 'Choose',
    filters: [{ name: 'OME-TIFF', extensions: ['tif', 'tiff'] }, ...(png ? [{ name: 'PNG', extensions: ['png'] }] : [])],
    suggestedName: fileName(value),
    folder: folderOf(value),
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
            <button type="button" className="button" aria-label={`Choose where to write ${label}`} onClick={() => void choose()}>
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
