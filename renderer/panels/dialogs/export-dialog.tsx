import { Dialog } from '@blueprintjs/core';
import { useState } from 'react';
import { NO_CRF } from '#core/model/crf.ts';
import { openImage } from '../../state/context.ts';
import { fileName, folderOf, joinPath, stemOf } from '../../state/file-chooser.ts';
import { chosenPlanes, FIRST_CHOICE } from '../../state/plane-choice.ts';
import { useApp, useWorkspace } from '../app-context.tsx';
import { DialogFoot } from '../controls/dialog-foot.tsx';
import { SelectField } from '../controls/field.tsx';
import { SliderRow } from '../controls/slider.tsx';
import { useShownSegmenter } from '../quality/use-shown-segmenter.ts';
import { FileKindField, kindOfPath, withKind } from './file-kind.tsx';
import { PathField } from './path-field.tsx';
import { PlaneChooser } from './plane-chooser.tsx';

const FORMATS = [
  { value: 'labels', label: 'Labels: one channel, 1 … n, 0 = below' },
  { value: 'multichannel', label: 'Multichannel: 0 / 255 per class' },
  { value: 'channels', label: 'Image with a mask per class behind its channels' },
] as const;

type ExportFormat = (typeof FORMATS)[number]['value'];

/** Writes the shown segmentation of the open image to files: of the shown plane or of others too. */
export function ExportDialog() {
  const app = useApp();
  const image = openImage(app);
  const plane = useWorkspace((workspace) => workspace.plane);
  const readOnly = useWorkspace((workspace) => workspace.project?.readOnly === true);
  const model = useShownSegmenter();
  const crf = useWorkspace((workspace) => workspace.project?.training.crf ?? NO_CRF);
  const beside = (suffix: string): string =>
    image ? joinPath(folderOf(image.path), `${stemOf(image.name)}_${suffix}.ome.tif`) : '';
  const [choice, setChoice] = useState(FIRST_CHOICE);
  const [format, setFormat] = useState<ExportFormat>('labels');
  const [only, setOnly] = useState('all');
  const [path, setPath] = useState(() => beside('segmentation'));
  const [probabilities, setProbabilities] = useState<string | null>(null);
  const [confidence, setConfidence] = useState<string | null>(null);
  const [minConfidence, setMinConfidence] = useState(app.workspace.get().minConfidence);
  const [adding, setAdding] = useState(false);
  if (!image || !model) return null;
  const close = (): void => app.frame.patch({ dialog: null });
  const chosen = chosenPlanes(choice, image, plane);
  const notPng = format !== 'labels' ? 'labels only' : chosen.planes.length > 1 ? 'one plane only' : null;
  // What goes with the segmentation is written as the same kind of file; PNG holds neither.
  const kind = kindOfPath(path) === 'zarr' ? 'zarr' : 'tiff';

  return (
    <Dialog isOpen title="Export segmentation" className="dialog wide-dialog" transitionDuration={0} onClose={close}>
      <div className="dialog-body">
        <p className="quiet">
          {image.name}, segmented by {model.name} {model.edition}
          {crf.strength > 0 && `, refined by a CRF of strength ${crf.strength}`}
        </p>
        <PlaneChooser image={image} plane={plane} choice={choice} chosen={chosen} onChange={setChoice} />
        <SelectField<ExportFormat> label="Format" value={format} options={FORMATS} onChange={setFormat} />
        {format !== 'labels' && (
          <SelectField
            label="Classes"
            value={only}
            options={[
              { value: 'all', label: 'All classes' },
              ...model.classes.map((one, k) => ({ value: String(k), label: `Only ${one.name}` })),
            ]}
            onChange={setOnly}
          />
        )}
        <FileKindField path={path} notPng={notPng} onChange={setPath} />
        <PathField label="Segmentation" value={path} png={notPng === null} onChange={setPath} />
        <SliderRow
          label="Minimum confidence of the export"
          shown="Min. confidence"
          min={0}
          max={100}
          value={minConfidence}
          text={(value) => `${value} %`}
          tip="Pixels below are written as 0"
          onChange={setMinConfidence}
        />
        <label className="check">
          <input
            type="checkbox"
            checked={probabilities !== null}
            onChange={(event) => setProbabilities(event.currentTarget.checked ? withKind(beside('probabilities'), kind) : null)}
          />
          Probability of each class, 32-bit float
        </label>
        {probabilities !== null && <PathField label="Probabilities" value={probabilities} onChange={setProbabilities} />}
        <label className="check">
          <input
            type="checkbox"
            checked={confidence !== null}
            onChange={(event) => setConfidence(event.currentTarget.checked ? withKind(beside('confidence'), kind) : null)}
          />
          Confidence in percent
        </label>
        {confidence !== null && <PathField label="Confidence" value={confidence} onChange={setConfidence} />}
        <label className="check" data-tip="Opens the segmentation as another image of this project">
          <input
            type="checkbox"
            checked={adding}
            disabled={readOnly}
            onChange={(event) => setAdding(event.currentTarget.checked)}
          />
          Add the result to the project
        </label>
        <p className="quiet">Tiled and compressed, with the pixel size and the time step of the image; PNG for small planes.</p>
      </div>
      <DialogFoot
        action="Export"
        run={() => {
          close();
          const request = {
            modelId: model.id,
            imageId: image.id,
            plane,
            subset: choice.kind === 'plane' ? null : chosen.subset,
            path: path.trim(),
            format,
            classes: format === 'labels' || only === 'all' ? null : [Number(only)],
            probabilities,
            confidence,
            minConfidence,
            crf,
          };
          void app.exporting.segmentation(request, adding);
        }}
        close={close}
        disabled={path.trim() === '' || chosen.problem !== null}
        tip={`Write ${fileName(path)}`}
      />
    </Dialog>
  );
}
