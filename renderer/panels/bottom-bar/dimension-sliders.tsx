import { Pause, Play } from '@blueprintjs/icons';
import { useEffect } from 'react';
import { useApp, useFrame, useWorkspace } from '../app-context.tsx';
import { IconButton } from '../controls/icon-button.tsx';
import { Slider } from '../controls/slider.tsx';

const FRAME_MS = 180;

const AXES = [
  { axis: 'scene', title: 'Scene', short: 'Scene' },
  { axis: 'z', title: 'Z plane', short: 'Z' },
  { axis: 't', title: 'Time point', short: 'T' },
] as const;

/** A slider for every axis with more than one place; all of them can play. */
export function DimensionSliders() {
  const app = useApp();
  const info = useWorkspace((workspace) => workspace.project?.images.find((one) => one.id === workspace.imageId)?.info ?? null);
  const plane = useWorkspace((workspace) => workspace.plane);
  const playing = useFrame((frame) => frame.playing);

  useEffect(() => {
    if (!playing || !info) return;
    const size = { scene: info.sizeScene, z: info.sizeZ, t: info.sizeT }[playing];
    const timer = setInterval(() => {
      app.selection.setPlane({ [playing]: (app.workspace.get().plane[playing] + 1) % size });
    }, FRAME_MS);
    return () => clearInterval(timer);
  }, [app, info, playing]);

  const sizes = { scene: info?.sizeScene ?? 1, z: info?.sizeZ ?? 1, t: info?.sizeT ?? 1 };
  const axes = AXES.filter(({ axis }) => sizes[axis] > 1);
  return (
    <div className="dimensions">
      {axes.length === 0 && info && <span className="quiet">one plane</span>}
      {axes.map(({ axis, title, short }) => (
        <div key={axis} className="dimension">
          <span>{short}</span>
          <Slider
            label={title}
            min={0}
            max={sizes[axis] - 1}
            value={plane[axis]}
            text={(value) => `${value + 1} of ${sizes[axis]}`}
            onChange={(value) => app.selection.setPlane({ [axis]: value })}
          />
          <output>
            {plane[axis] + 1}/{sizes[axis]}
          </output>
          <IconButton
            className="small"
            label={playing === axis ? `Stop playing ${short}` : `Play ${short}`}
            icon={playing === axis ? <Pause size={12} /> : <Play size={12} />}
            onClick={() => app.frame.patch({ playing: playing === axis ? null : axis })}
          />
        </div>
      ))}
    </div>
  );
}
