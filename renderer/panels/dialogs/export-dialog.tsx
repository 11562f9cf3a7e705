import { Dialog } from '@blueprintjs/core';
import { useState } from 'react';
import { findModel, openImage } from '../../state/context.ts';
import { fileName, folderOf, joinPath, stemOf } from '../../state/file-chooser.ts';
import { useApp, useWorkspace } from '../app-context.tsx';
import { SelectField } from '../controls/field.tsx';
import { SliderRow } from '../controls/slider.tsx';
import { PathField } from './path-field.tsx';

const FORMATS = [
  { value: 'labels', label: 'Labels: one channel, 1 … n, 0 = below' },
  { value: 'multichannel', label: 'Multichannel: 0 / 255 per class' },
] as const;

type ExportFormat = (typeof FORMATS)[number]['value'];

/** Writes the shown segmentation of the open image to files. */
export function ExportDialog() {
  const app = useApp();
  const image = openImage(app);
  const modelId = useWorkspace((workspace) => workspace.model?.id ?? null);
  const model = findModel(app, modelId);
  const beside = (suffix: string): string =>
    image ? joinPath(folderOf(image.path), `${stemOf(image.name)}_${suffix}.ome.tif`) : '';
  const [format, setFormat] = useState<ExportFormat>('labels');
  const [path, setPath] = useState(() => beside('segmentation'));
  const [probabilities, setProbabilities] = useState<string | null>(null);
  const [confidence, setConfidence] = useState<string | null>(null);
  const [minConfidence, setMinConfidence] = useState(app.workspace.get().minConfidence);
  if (!image || !model) return null;
  const close = (): void => app.frame.patch({ dialog: null });

  return (
    <Dialog isOpen title="Export segmentation" className="dialog wide-dialog" transitionDuration={0} onClose={close}>
      <div className="dialog-body">
        <p className="quiet">
          {image.name}, segmented by {model.name}{' '}
          {app.results.get().live?.id === model.id ? '(Live)' : `version ${model.version}`}
        </p>
        <SelectField<ExportFormat> label="Format" value={format} options={FORMATS} onChange={setFormat} />
        <PathField label="Segmentation" value={path} png onChange={setPath} />
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
            onChange={(event) => setProbabilities(event.currentTarget.checked ? beside('probabilities') : null)}
          />
          Probability of each class, 32-bit float
        </label>
        {probabilities !== null && <PathField label="Probabilities" value={probabilities} onChange={setProbabilities} />}
        <label className="check">
          <input
            type="checkbox"
            checked={confidence !== null}
            onChange={(event) => setConfidence(event.currentTarget.checked ? beside('confidence') : null)}
          />
          Confidence in percent
        </label>
        {confidence !== null && <PathField label="Confidence" value={confidence} onChange={setConfidence} />}
        <p className="quiet">Tiled, compressed OME-TIFF with the pixel size of the image; PNG for small ones.</p>
      </div>
      <div className="dialog-foot">
        <span className="spacer" />
        <button type="button" className="button" onClick={close}>
          Cancel
        </button>
        <button
          type="button"
          className="button primary"
          disabled={path.trim() === ''}
          data-tip={`Write ${fileName(path)}`}
          onClick={() => {
            close();
            const request = {
              modelId: model.id,
              imageId: image.id,
              path: path.trim(),
              format,
              probabilities,
              confidence,
              minConfidence,
            };
            void app.exporting.run(request);
          }}
        >
          Export
        </button>
      </div>
    </Dialog>
  );
}
