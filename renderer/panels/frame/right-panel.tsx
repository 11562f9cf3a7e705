import { ChevronLeft, ChevronRight } from '@blueprintjs/icons';
import { useFrame, useWorkspace } from '../app-context.tsx';
import { CommandIconButton } from '../controls/icon-button.tsx';
import { ImageDetails } from '../images/image-details.tsx';
import { ModelDetails } from '../models/model-details.tsx';
import { LabelSide } from '../quality/label-side.tsx';

/** Tables, plots and details; can be folded away. */
export function RightPanel() {
  const step = useWorkspace((workspace) => workspace.step);
  const open = useFrame((frame) => frame.rightOpen);
  return (
    <aside className="panel right" aria-label="Details">
      <CommandIconButton
        id="window.rightPanel"
        className="small fold"
        label={open ? 'Fold the right panel' : 'Unfold the right panel'}
        icon={open ? <ChevronRight size={12} /> : <ChevronLeft size={12} />}
      />
      {open && (
        <div className="panel-scroll">
          {step === 'images' && <ImageDetails />}
          {step === 'label' && <LabelSide />}
          {step === 'models' && <ModelDetails />}
        </div>
      )}
    </aside>
  );
}
