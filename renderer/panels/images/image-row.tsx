import { Menu, MenuItem } from '@blueprintjs/core';
import { More } from '@blueprintjs/icons';
import type { ImageRecord } from '#core/model/project.ts';
import { labelledPixels } from '../../state/balance-hints.ts';
import { useApp } from '../app-context.tsx';
import { Popup } from '../controls/popup.tsx';
import { pixelCount, pixelSize } from '../formats.ts';
import { sceneSizes } from './scene-sizes.ts';
import { Thumbnail } from './thumbnail.tsx';

interface Props {
  readonly image: ImageRecord;
  readonly open: boolean;
  readonly readOnly: boolean;
  onOpen(): void;
}

export function ImageRow({ image, open, readOnly, onOpen }: Props) {
  const app = useApp();
  const { info } = image;
  const labelled = labelledPixels(image);
  const axes = [
    info.sizeScene > 1 ? `${info.sizeScene} scenes` : '',
    info.sizeZ > 1 ? `${info.sizeZ} Z` : '',
    info.sizeT > 1 ? `${info.sizeT} T` : '',
  ].filter((text) => text !== '');
  const channels = info.rgb ? 'RGB' : `${info.channels.length} ${info.channels.length === 1 ? 'channel' : 'channels'}`;
  const exportIt = async (): Promise<void> => {
    if (!open) await app.selection.select(image.id);
    app.exporting.beginImage();
  };
  const applyFunctions = async (): Promise<void> => {
    if (!open) await app.selection.select(image.id);
    app.functions.begin();
  };
  const menu = (
    <Menu small>
      <MenuItem text="Export image…" disabled={image.missing} onClick={() => void exportIt()} />
      <MenuItem text="Image functions…" disabled={image.missing} onClick={() => void applyFunctions()} />
      <MenuItem text="Find the file elsewhere…" disabled={readOnly} onClick={() => void app.images.relink(image.id)} />
      <MenuItem
        text="Remove from the project"
        intent="danger"
        disabled={readOnly}
        onClick={() => void app.images.remove(image.id)}
      />
    </Menu>
  );
  return (
    <li className={open ? 'image-row on' : 'image-row'}>
      <button
        type="button"
        className="image-open"
        aria-label={image.name}
        aria-current={open}
        data-tip={image.path}
        onClick={onOpen}
      >
        <Thumbnail imageId={image.id} missing={image.missing} />
        <span className="image-text">
          <span className="name">{image.name}</span>
          <span className="quiet">{[sceneSizes(info), ...axes, channels].join(' · ')}</span>
          <span className="quiet">{`${info.pixelType} · ${pixelSize(info.pixelSizeUm.x)}`}</span>
        </span>
      </button>
      <div className="image-foot">
        <label className="check" data-tip="Labels of this image take part in training">
          <input
            type="checkbox"
            role="switch"
            aria-label={`Train on ${image.name}`}
            checked={image.training}
            aria-checked={image.training}
            disabled={readOnly}
            onChange={(event) => void app.images.setTraining(image.id, event.currentTarget.checked)}
          />
          Training
        </label>
        <span className="quiet">{labelled > 0 ? `labelled · ${pixelCount(labelled)}` : 'not labelled'}</span>
        <Popup placement="bottom-end" content={menu}>
          <button type="button" className="icon-button small" aria-label={`More for ${image.name}`}>
            <More size={12} />
          </button>
        </Popup>
      </div>
      {image.missing && (
        <p className="hint" role="note">
          The file is not where it was.{' '}
          <button type="button" className="link" onClick={() => void app.images.relink(image.id)}>
            Find it…
          </button>
        </p>
      )}
    </li>
  );
}
