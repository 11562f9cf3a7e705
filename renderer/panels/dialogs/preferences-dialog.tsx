import { Dialog } from '@blueprintjs/core';
import { useRef, useState } from 'react';
import type { Preferences } from '#contract/contract.ts';
import { folderOf } from '../../state/file-chooser.ts';
import { BFCONVERT_REQUEST, type ProgramTest } from '../../state/preference-actions.ts';
import { useApp } from '../app-context.tsx';
import { DialogFoot } from '../controls/dialog-foot.tsx';
import { Field } from '../controls/field.tsx';
import { FileDialog } from './file-dialog.tsx';

interface Props {
  readonly values: Preferences;
  readonly note: string | null;
}

/** What holds for all projects. Nothing is kept until Save. */
export function PreferencesDialog({ values, note }: Props) {
  const app = useApp();
  const [bfconvert, setBfconvert] = useState(values.bfconvert ?? '');
  const close = (): void => app.frame.patch({ dialog: null });
  return (
    <Dialog isOpen title="Preferences" className="dialog wide-dialog" transitionDuration={0} onClose={close}>
      <div className="dialog-body">
        {note !== null && <p role="alert">{note}</p>}
        <h4>Import through Bio-Formats</h4>
        <p className="quiet">
          Files that Grove does not read itself (ND2, LIF, OIB, VSI, IMS and many more) are converted once by bfconvert, a program
          of the Bio-Formats command line tools, which are free at openmicroscopy.org and need Java.
        </p>
        <BfconvertField path={bfconvert} onChange={setBfconvert} />
      </div>
      <DialogFoot action="Save" run={() => void app.preferences.save({ bfconvert: bfconvert.trim() || null })} close={close} />
    </Dialog>
  );
}

/** A path, typed or chosen, and what the program there says. */
function BfconvertField({ path, onChange }: { readonly path: string; onChange(path: string): void }) {
  const app = useApp();
  const [asking, setAsking] = useState(false);
  const [test, setTest] = useState<ProgramTest | 'running' | null>(null);
  const tested = useRef('');
  const change = (chosen: string): void => {
    tested.current = '';
    setTest(null);
    onChange(chosen);
  };
  const request = path === '' ? BFCONVERT_REQUEST : { ...BFCONVERT_REQUEST, folder: folderOf(path) };
  const find = async (): Promise<void> => {
    if (!app.platform.chooseFiles) return setAsking(true);
    const [chosen] = (await app.platform.chooseFiles(request)) ?? [];
    if (chosen !== undefined) change(chosen);
  };
  const run = async (): Promise<void> => {
    // What is answered about a path that was changed meanwhile is not shown.
    const asked = `of ${path}`;
    tested.current = asked;
    setTest('running');
    const result = await app.preferences.testBfconvert(path);
    if (tested.current === asked) setTest(result);
  };
  const failed = test !== null && test !== 'running' && !test.ok;
  return (
    <>
      <Field label="bfconvert" tip="Path of bfconvert; empty: the one on the PATH">
        {(id) => (
          <span className="path-field">
            <input
              id={id}
              className="text"
              value={path}
              placeholder="the one on the PATH"
              spellCheck={false}
              onChange={(event) => change(event.currentTarget.value)}
            />
            <button type="button" className="button" onClick={() => void find()}>
              Find…
            </button>
            <button type="button" className="button" disabled={test === 'running'} onClick={() => void run()}>
              Test
            </button>
          </span>
        )}
      </Field>
      <p role="status" aria-label="Result of the test" className={failed ? 'hint danger' : 'quiet'}>
        {test === 'running' ? 'Asking for its version…' : (test?.text ?? '')}
      </p>
      {asking && (
        <FileDialog
          request={request}
          onAnswer={(paths) => {
            setAsking(false);
            if (paths?.[0] !== undefined) change(paths[0]);
          }}
        />
      )}
    </>
  );
}
