import { Dialog } from '@blueprintjs/core';
import { useState } from 'react';
import { openImage } from '../../state/context.ts';
import { fileName, folderOf, joinPath, stemOf } from '../../state/file-chooser.ts';
import { chosenPlanes, FIRST_CHOICE } from '../../state/plane-choice.ts';
import { useApp, useWorkspace } from '../app-context.tsx';
import { DialogFoot } from '../controls/dialog-foot.tsx';
import { FileKindField } from '../dialogs/file-kind.tsx';
import { PathField } from '../dialogs/path-field.tsx';
import { PlaneChooser } from '../dialogs/plane-chooser.tsx';

/** Writes the labels of the open image to a label image. */
export function ExportLabelsDialog() {
  const app = useApp();
  const image = openImage(app);
  const plane = useWorkspace((workspace) => workspace.plane);
  const [choice, setChoice] = useState(FIRST_CHOICE);
  const [path, setPath] = useState(() => (image ? joinPath(folderOf(image.path), `${stemOf(image.name)}_labels.ome.tif`) : ''));
  if (!image) return null;
  const close = (): void => app.frame.patch({ dialog: null });
  const chosen = chosenPlanes(choice, image, plane);
  const notPng = chosen.planes.length > 1 ? 'one plane only' : null;
  return (
    <Dialog isOpen title="Export labels" className="dialog wide-dialog" transitionDuration={0} onClose={close}>
      <div className="dialog-body">
        <p className="quiet">{image.name}</p>
        <PlaneChooser image={image} plane={plane} choice={choice} chosen={chosen} onChange={setChoice} />
        <FileKindField path={path} notPng={notPng} onChange={setPath} />
        <PathField label="Labels" value={path} png={notPng === null} onChange={setPath} />
        <p className="quiet">8-bit: 0 is unlabelled, k the k-th class. The pixel size of the image goes with them.</p>
      </div>
      <DialogFoot
        action="Export"
        run={() => {
          close();
          void app.labelFiles.export({ imageId: image.id, path: path.trim(), subset: chosen.subset });
        }}
        close={close}
        disabled={path.trim() === '' || chosen.problem !== null}
        tip={`Write ${fileName(path)}`}
      />
    </Dialog>
  );
}
