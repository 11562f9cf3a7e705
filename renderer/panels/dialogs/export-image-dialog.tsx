import { Dialog } from '@blueprintjs/core';
import { useState } from 'react';
import { BYTES_PER_SAMPLE } from '#core/model/image.ts';
import { sceneOf } from '#core/model/scene.ts';
import { openImage } from '../../state/context.ts';
import { fileName, folderOf, joinPath, stemOf } from '../../state/file-chooser.ts';
import { chosenPlanes, FIRST_CHOICE } from '../../state/plane-choice.ts';
import { useApp, useWorkspace } from '../app-context.tsx';
import { DialogFoot } from '../controls/dialog-foot.tsx';
import { SelectField } from '../controls/field.tsx';
import { byteSize } from '../formats.ts';
import { FileKindField } from './file-kind.tsx';
import { PathField } from './path-field.tsx';
import { PlaneChooser } from './plane-chooser.tsx';

/** Writes planes of the open image, or what is in view of them, to a file. */
export function ExportImageDialog() {
  const app = useApp();
  const image = openImage(app);
  const plane = useWorkspace((workspace) => workspace.plane);
  const [choice, setChoice] = useState(FIRST_CHOICE);
  const [level, setLevel] = useState(0);
  const [visibleOnly, setVisibleOnly] = useState(false);
  const [visible] = useState(() => app.viewer.current?.visible() ?? null);
  const [path, setPath] = useState(() => (image ? joinPath(folderOf(image.path), `${stemOf(image.name)}_export.ome.tif`) : ''));
  if (!image) return null;
  const { info } = image;
  const close = (): void => app.frame.patch({ dialog: null });
  const chosen = chosenPlanes(choice, image, plane);
  const { levels } = sceneOf(info, plane.scene);
  const notPng = chosen.planes.length > 1 ? 'one plane only' : null;
  const region = visibleOnly ? visible : null;

  const options = levels.map(({ width, height, downsample }, index) => ({
    value: String(index),
    label: `${index === 0 ? 'Full' : `1 : ${Number(downsample.toFixed(2))}`} · ${width} × ${height}`,
  }));
  const perPixel = chosen.channels.length * BYTES_PER_SAMPLE[info.pixelType];
  const pixels = chosen.planes.reduce((sum, { scene }) => {
    const of = sceneOf(info, scene);
    const { downsample } = of.levels[Math.min(level, of.levels.length - 1)]!;
    const [width, height] = region ? [region.width, region.height] : [of.width, of.height];
    return sum + Math.ceil(width / downsample) * Math.ceil(height / downsample);
  }, 0);

  return (
    <Dialog isOpen title="Export image" className="dialog wide-dialog" transitionDuration={0} onClose={close}>
      <div className="dialog-body">
        <p className="quiet">{image.name}</p>
        <PlaneChooser image={image} plane={plane} choice={choice} chosen={chosen} onChange={setChoice} />
        {options.length > 1 && (
          <SelectField label="Resolution" value={String(level)} options={options} onChange={(value) => setLevel(Number(value))} />
        )}
        <label className="check">
          <input
            type="checkbox"
            checked={visibleOnly}
            disabled={visible === null}
            onChange={(event) => setVisibleOnly(event.currentTarget.checked)}
          />
          Only the part in view
          {visible && <span className="quiet">{`${visible.width} × ${visible.height} px at ${visible.x}, ${visible.y}`}</span>}
        </label>
        <FileKindField path={path} notPng={notPng} onChange={setPath} />
        <PathField label="Image" value={path} png={notPng === null} onChange={setPath} />
        {chosen.problem === null && (
          <p className="quiet">
            {`${byteSize(pixels * perPixel)} before compression. Channels, pixel size and times go with the pixels.`}
          </p>
        )}
      </div>
      <DialogFoot
        action="Export"
        run={() => {
          close();
          void app.exporting.image({ imageId: image.id, path: path.trim(), subset: chosen.subset, level, region });
        }}
        close={close}
        disabled={path.trim() === '' || chosen.problem !== null}
        tip={`Write ${fileName(path)}`}
      />
    </Dialog>
  );
}
