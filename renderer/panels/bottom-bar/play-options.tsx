import type { PlayEnd } from '../../state/frame.ts';
import { PLAY_FPS } from '../../state/playback.ts';
import { useApp, useFrame } from '../app-context.tsx';
import { SelectField } from '../controls/field.tsx';
import { SliderRow } from '../controls/slider.tsx';

const ENDS = [
  { value: 'loop', label: 'Start again' },
  { value: 'bounce', label: 'Back and forth' },
  { value: 'stop', label: 'Stop' },
] as const satisfies readonly { value: PlayEnd; label: string }[];

/** How fast planes follow each other, and what comes after the last. */
export function PlayOptions() {
  const app = useApp();
  const fps = useFrame((frame) => frame.playFps);
  const end = useFrame((frame) => frame.playEnd);
  return (
    <fieldset className="popover-body play-options" aria-label="Playing">
      <div className="popover-title">Playing</div>
      <SliderRow
        label="Planes per second"
        shown="Speed"
        min={PLAY_FPS.min}
        max={PLAY_FPS.max}
        value={fps}
        text={(value) => `${value} / s`}
        tip="Planes per second; slower where planes take longer to load"
        onChange={app.playback.setFps}
      />
      <SelectField<PlayEnd> label="At the end" value={end} options={ENDS} onChange={app.playback.setEnd} />
    </fieldset>
  );
}
