import { Draw, Eraser, Hand, PolygonFilter, Redo, Slash, Tint, Undo } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import { BRUSH_PX } from '../../state/view-actions.ts';
import type { Tool } from '../../state/workspace.ts';
import { useApp, useWorkspace } from '../app-context.tsx';
import { CommandIconButton } from '../controls/icon-button.tsx';
import { Section } from '../controls/section.tsx';
import { SliderRow } from '../controls/slider.tsx';
import { sampleValue } from '../formats.ts';

const TOOLS: readonly { readonly tool: Tool; readonly icon: ReactNode; readonly tip: string }[] = [
  { tool: 'brush', icon: <Draw size={14} />, tip: 'Brush: paint the chosen class' },
  { tool: 'eraser', icon: <Eraser size={14} />, tip: 'Eraser: take labels away' },
  { tool: 'polygon', icon: <PolygonFilter size={14} />, tip: 'Polygon: click corners or draw freely, then it is filled' },
  { tool: 'line', icon: <Slash size={14} />, tip: 'Line: straight stroke of the brush’s width' },
  { tool: 'bucket', icon: <Tint size={14} />, tip: 'Bucket: fill neighbours of similar intensity' },
  { tool: 'hand', icon: <Hand size={14} />, tip: 'Hand: move the image (or hold Space with any tool)' },
];

/** Brush diameters are chosen on a logarithmic scale: 0…100 stands for 1…500 px. */
const LOG_MAX = Math.log(BRUSH_PX.max);
const toPosition = (px: number): number => Math.round((100 * Math.log(px)) / LOG_MAX);
const toPx = (position: number): number => Math.max(BRUSH_PX.min, Math.round(Math.exp((position / 100) * LOG_MAX)));

export function LabelTools() {
  const app = useApp();
  const tool = useWorkspace((workspace) => workspace.tool);
  const brushPx = useWorkspace((workspace) => workspace.brushPx);
  const tolerance = useWorkspace((workspace) => workspace.bucketTolerance);
  const onlyUnlabelled = useWorkspace((workspace) => workspace.onlyUnlabelled);
  const overlay = useWorkspace((workspace) => workspace.overlay);
  const history = useWorkspace((workspace) => workspace.project?.history ?? null);
  const display = useWorkspace((workspace) => workspace.display);
  const span = Math.max(1, ...display.map((channel) => channel.max - channel.min));
  const share = (value: number): string => `${Math.round(100 * value)} %`;

  return (
    <Section number={2} title="Label">
      <div className="tools" role="toolbar" aria-label="Tools">
        {TOOLS.map((one) => (
          <CommandIconButton
            key={one.tool}
            id={`tool.${one.tool}`}
            icon={one.icon}
            tip={one.tip}
            pressed={tool === one.tool}
            className="tool"
          />
        ))}
        <span className="spacer" />
        <CommandIconButton
          id="history.undo"
          className="tool"
          icon={<Undo size={14} />}
          tip={history?.undoLabel ? `Undo: ${history.undoLabel}` : 'Undo'}
        />
        <CommandIconButton
          id="history.redo"
          className="tool"
          icon={<Redo size={14} />}
          tip={history?.redoLabel ? `Redo: ${history.redoLabel}` : 'Redo'}
        />
      </div>
      {tool === 'bucket' ? (
        <SliderRow
          label="Tolerance"
          min={0}
          max={span / 2}
          step={span > 20 ? 1 : span / 200}
          value={tolerance}
          text={sampleValue}
          tip="How far the intensity may be from the clicked pixel, in sample values"
          onChange={app.view.setBucketTolerance}
        />
      ) : (
        <SliderRow
          label="Brush size"
          shown="Brush"
          min={0}
          max={100}
          value={toPosition(brushPx)}
          text={() => `${brushPx} px`}
          tip="Diameter in image pixels  ·  [ and ]"
          onChange={(position) => app.view.setBrush(toPx(position))}
        />
      )}
      <SliderRow
        label="Label opacity"
        shown="Labels"
        min={0}
        max={1}
        step={0.01}
        value={overlay.labelOpacity}
        text={share}
        tip="How strongly labels cover the image"
        onChange={(value) => app.view.setOpacity('label', value)}
      />
      <SliderRow
        label="Segmentation opacity"
        shown="Segmentation"
        min={0}
        max={1}
        step={0.01}
        value={overlay.resultOpacity}
        text={share}
        tip="How strongly the result covers the image"
        onChange={(value) => app.view.setOpacity('result', value)}
      />
      <label className="check">
        <input
          type="checkbox"
          checked={onlyUnlabelled}
          onChange={(event) => app.view.setOnlyUnlabelled(event.currentTarget.checked)}
        />
        Paint over unlabelled pixels only
      </label>
      <p className="quiet">
        Hold <kbd>V</kbd> to hide everything over the image.
      </p>
    </Section>
  );
}
