import { Minus, Plus, SplitColumns, ZoomToFit } from '@blueprintjs/icons';
import { useWorkspace } from '../app-context.tsx';
import { CommandIconButton } from '../controls/icon-button.tsx';

export function ZoomControls() {
  const zoom = useWorkspace((workspace) => workspace.camera.zoom);
  const split = useWorkspace((workspace) => workspace.split);
  const shown = 100 * zoom;
  return (
    <fieldset className="zoom" aria-label="Zoom">
      <CommandIconButton
        id="view.split"
        className="small"
        icon={<SplitColumns size={14} />}
        label="Side by side"
        tip="Raw image and result side by side"
        pressed={split}
      />
      <CommandIconButton id="view.fit" className="small" icon={<ZoomToFit size={14} />} label="Fit" tip="Fit the image" />
      <CommandIconButton
        id="view.zoom100"
        className="small worded"
        icon="100 %"
        label="100 %"
        tip="One image pixel per screen pixel"
      />
      <CommandIconButton id="view.zoomOut" className="small" icon={<Minus size={12} />} />
      <output className="zoom-value" aria-label="Zoom factor">
        {shown >= 10 ? Math.round(shown) : shown.toFixed(1)} %
      </output>
      <CommandIconButton id="view.zoomIn" className="small" icon={<Plus size={12} />} />
    </fieldset>
  );
}
