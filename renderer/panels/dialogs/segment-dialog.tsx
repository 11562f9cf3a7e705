import { Dialog } from '@blueprintjs/core';
import { useState } from 'react';
import { openImage } from '../../state/context.ts';
import { chosenPlanes, type PlaneChoice } from '../../state/plane-choice.ts';
import { useApp, useWorkspace } from '../app-context.tsx';
import { DialogFoot } from '../controls/dialog-foot.tsx';
import { useShownSegmenter } from '../quality/use-shown-segmenter.ts';
import { PlaneChooser } from './plane-chooser.tsx';

/** Segments several planes of the open image and measures the areas over all of them. */
export function SegmentDialog() {
  const app = useApp();
  const image = openImage(app);
  const plane = useWorkspace((workspace) => workspace.plane);
  const [choice, setChoice] = useState<PlaneChoice>({ kind: 'all', text: '' });
  const model = useShownSegmenter();
  if (!image || !model) return null;
  const close = (): void => app.frame.patch({ dialog: null });
  const chosen = chosenPlanes(choice, image, plane);
  return (
    <Dialog isOpen title="Segment planes" className="dialog" transitionDuration={0} onClose={close}>
      <div className="dialog-body">
        <p className="quiet">{`${image.name}, by ${model.name}`}</p>
        <PlaneChooser image={image} plane={plane} choice={choice} chosen={chosen} onChange={setChoice} />
      </div>
      <DialogFoot
        action="Segment"
        run={() => {
          close();
          if (choice.kind === 'plane') void app.segmentation.run(model.id);
          else void app.segmentation.runSubset(model.id, chosen.subset);
        }}
        close={close}
        disabled={chosen.problem !== null}
      />
    </Dialog>
  );
}
