import { useState } from 'react';
import { fileName, folderOf } from '../../state/file-chooser.ts';
import type { FileRequest } from '../../state/platform.ts';
import { useApp } from '../app-context.tsx';
import { Field } from '../controls/field.tsx';
import { FileDialog } from './file-dialog.tsx';
import { kindOfPath, withEnding } from './file-kind.tsx';

interface Props {
  readonly label: string;
  readonly value: string;
  /** PNG is offered too. */
  readonly png?: boolean;
  onChange(path: string): void;
}

const FILTERS = [
  { kind: 'tiff', name: 'OME-TIFF', extensions: ['ome.tif', 'tif', 'tiff'] },
  { kind: 'zarr', name: 'OME-Zarr', extensions: ['ome.zarr', 'zarr'] },
  { kind: 'png', name: 'PNG', extensions: ['png'] },
] as const;

/** A path to be written to: typed, or chosen in a dialog that opens over the present one. */
export function PathField({ label, value, png = false, onChange }: Props) {
  const app = useApp();
  const [asking, setAsking] = useState(false);
  const request: FileRequest = {
    title: `${label}: write to`,
    mode: 'save',
    action: 'Choose',
    filters: FILTERS.filter(({ kind }) => png || kind !== 'png')
      .sort((a, b) => Number(b.kind === kindOfPath(value)) - Number(a.kind === kindOfPath(value)))
      .map(({ name, extensions }) => ({ name, extensions })),
    suggestedName: fileName(value),
    folder: folderOf(value),
  };
  const choose = async (): Promise<void> => {
    if (!app.platform.chooseFiles) return setAsking(true);
    const [path] = (await app.platform.chooseFiles(request)) ?? [];
    if (path !== undefined) onChange(withEnding(path, kindOfPath(value)));
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
            if (paths?.[0] !== undefined) onChange(withEnding(paths[0], kindOfPath(value)));
          }}
        />
      )}
    </>
  );
}
