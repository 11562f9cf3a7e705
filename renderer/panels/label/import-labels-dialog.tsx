import { Dialog } from '@blueprintjs/core';
import { useState } from 'react';
import type { ImportMode, MergeRule } from '#core/model/label.ts';
import { openImage } from '../../state/context.ts';
import { fileName } from '../../state/file-chooser.ts';
import { useApp, useWorkspace } from '../app-context.tsx';
import { DialogFoot } from '../controls/dialog-foot.tsx';
import { SelectField } from '../controls/field.tsx';

const MODES = [
  { value: 'merge', label: 'Add to the labels that are there' },
  { value: 'replace', label: 'Replace the labels of these planes' },
] as const satisfies readonly { value: ImportMode; label: string }[];

const RULES = [
  { value: 'majority', label: 'Majority; nothing where two are even' },
  { value: 'first', label: 'The first file that labels a pixel' },
  { value: 'agree', label: 'Only where all files agree' },
] as const satisfies readonly { value: MergeRule; label: string }[];

const PLANES = [
  { value: 'all', label: 'All planes of the files' },
  { value: 'shown', label: 'The shown plane' },
] as const;

/** How label images come into the labels of the open image. */
export function ImportLabelsDialog({ paths }: { readonly paths: readonly string[] }) {
  const app = useApp();
  const image = openImage(app);
  const plane = useWorkspace((workspace) => workspace.plane);
  const [mode, setMode] = useState<ImportMode>('merge');
  const [rule, setRule] = useState<MergeRule>('majority');
  const [planes, setPlanes] = useState<'all' | 'shown'>('all');
  const [first, ...more] = paths;
  if (!image || first === undefined) return null;
  const { sizeScene, sizeZ, sizeT } = image.info;
  const close = (): void => app.frame.patch({ dialog: null });
  return (
    <Dialog isOpen title="Import labels" className="dialog wide-dialog" transitionDuration={0} onClose={close}>
      <div className="dialog-body">
        <p className="quiet">
          {paths.map(fileName).join(', ')} into {image.name}
        </p>
        <SelectField<ImportMode> label="Labels" value={mode} options={MODES} onChange={setMode} />
        {more.length > 0 && <SelectField<MergeRule> label="Of several" value={rule} options={RULES} onChange={setRule} />}
        {sizeScene * sizeZ * sizeT > 1 && (
          <SelectField<'all' | 'shown'> label="Planes" value={planes} options={PLANES} onChange={setPlanes} />
        )}
        <p className="quiet">0 is unlabelled, k the k-th class; classes that are missing are added. One step takes it back.</p>
      </div>
      <DialogFoot
        action="Import"
        run={() => {
          close();
          void app.labelFiles.import({ imageId: image.id, plane, path: first, more, rule, mode, planes });
        }}
        close={close}
      />
    </Dialog>
  );
}
