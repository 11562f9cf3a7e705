import { Pause, Play } from '@blueprintjs/icons';
import { useMemo } from 'react';
import type { ImageInfo, PlaneIndex, SceneInfo } from '#core/model/image.ts';
import { labelMarks } from '../../state/labelled-planes.ts';
import type { PlaneAxis } from '../../state/scrub.ts';
import { useApp, useFrame, useResults } from '../app-context.tsx';
import { IconButton } from '../controls/icon-button.tsx';
import { NumberInput } from '../controls/number-input.tsx';
import { Popup } from '../controls/popup.tsx';
import { Slider } from '../controls/slider.tsx';
import { AXIS_NAMES, axisText } from './axis-text.ts';
import { LabelMarks } from './label-marks.tsx';
import { PlayOptions } from './play-options.tsx';
import { ScenesButton } from './scenes-button.tsx';

interface Props {
  readonly axis: PlaneAxis;
  readonly size: number;
  readonly plane: PlaneIndex;
  readonly info: ImageInfo;
  readonly scene: SceneInfo;
}

/** One axis: its slider with marks where labels are, the place as a number and in real units, and playing. */
export function DimensionRow({ axis, size, plane, info, scene }: Props) {
  const app = useApp();
  const { title, short } = AXIS_NAMES[axis];
  const playing = useFrame((frame) => frame.playing === axis);
  const planes = useResults((results) => results.labelledPlanes);
  const marks = useMemo(() => labelMarks(planes, plane, axis), [planes, plane, axis]);
  const place = plane[axis];
  const text = axisText(axis, place, info, scene);
  const spoken = [`${place + 1} of ${size}`, text, marks.get(place) === 'here' ? 'labelled' : ''].filter((part) => part !== '');
  return (
    <div className="dimension">
      {axis === 'scene' ? (
        <ScenesButton info={info} />
      ) : (
        <Popup placement="top-start" content={<PlayOptions />}>
          <button type="button" className="axis-name" aria-label={`How ${short} plays`} data-tip="Speed and end of playing">
            {short}
          </button>
        </Popup>
      )}
      <span className="dimension-slider">
        <Slider
          label={title}
          min={0}
          max={size - 1}
          value={place}
          text={() => spoken.join(', ')}
          onChange={(value) => app.selection.setPlane({ [axis]: value })}
        />
        <LabelMarks marks={marks} size={size} />
      </span>
      <span className="dimension-place">
        <NumberInput
          label={`${title} number`}
          value={place + 1}
          min={1}
          max={size}
          step={1}
          integer
          tip={`${title} 1 to ${size}`}
          onChange={(value) => app.selection.setPlane({ [axis]: value - 1 })}
        />
        <span className="quiet">/{size}</span>
      </span>
      <output className="dimension-text" aria-label={`${title} position`} data-tip={text === '' ? undefined : text}>
        {text}
      </output>
      <IconButton
        className="small"
        label={playing ? `Stop playing ${short}` : `Play ${short}`}
        tip={playing ? `Stop playing ${short}  ·  .` : `Play ${short}  ·  .`}
        icon={playing ? <Pause size={12} /> : <Play size={12} />}
        onClick={() => app.playback.toggle(axis)}
      />
    </div>
  );
}
