import { LEFT_WIDTH_PX } from '../../state/frame.ts';
import { useApp, useFrame, useWorkspace } from '../app-context.tsx';
import { ImagesPanel } from '../images/images-panel.tsx';
import { ClassList } from '../label/class-list.tsx';
import { LabelTools } from '../label/label-tools.tsx';
import { TrainSection } from '../label/train-section.tsx';
import { TrainingImages } from '../label/training-images.tsx';
import { ModelsPanel } from '../models/models-panel.tsx';
import { NetworksSection } from '../networks/networks-section.tsx';

/** The tools of the current step. */
export function LeftPanel() {
  const step = useWorkspace((workspace) => workspace.step);
  return (
    <aside className="panel left" aria-label="Tools of the step">
      <div className="panel-scroll">
        {step === 'images' && <ImagesPanel />}
        {step === 'label' && (
          <>
            <ClassList />
            <LabelTools />
            <TrainSection />
            <TrainingImages />
          </>
        )}
        {step === 'models' && (
          <>
            <ModelsPanel />
            <NetworksSection />
          </>
        )}
      </div>
      <Divider />
    </aside>
  );
}

const KEY_STEP_PX = 16;

/** Edge of the left panel, to be drawn wider with the pointer or the arrow keys. */
function Divider() {
  const app = useApp();
  const width = useFrame((frame) => frame.leftWidthPx);
  const setWidth = (px: number): void => {
    app.frame.patch({ leftWidthPx: Math.min(LEFT_WIDTH_PX.max, Math.max(LEFT_WIDTH_PX.min, Math.round(px))) });
  };
  return (
    // A separator that can be moved is a control by the rules of ARIA; there is no element for it.
    // biome-ignore lint/a11y/useSemanticElements: see above
    <div
      className="divider"
      role="separator"
      aria-label="Width of the left panel"
      aria-orientation="vertical"
      aria-valuenow={width}
      aria-valuemin={LEFT_WIDTH_PX.min}
      aria-valuemax={LEFT_WIDTH_PX.max}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && setWidth(event.clientX)}
      onDoubleClick={() => setWidth(LEFT_WIDTH_PX.initial)}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
        event.preventDefault();
        setWidth(width + (event.key === 'ArrowRight' ? KEY_STEP_PX : -KEY_STEP_PX));
      }}
    />
  );
}
