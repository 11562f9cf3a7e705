import type { ImageRecord } from '#core/model/project.ts';
import { sceneOf } from '#core/model/scene.ts';
import { ViewerView } from '../../canvas/viewer-view.tsx';
import { planeSizes } from '../../state/scrub.ts';
import { useApp, useWorkspace } from '../app-context.tsx';
import { AXIS_NAMES, axisText } from '../bottom-bar/axis-text.ts';
import { pixelSize } from '../formats.ts';
import { ComparisonBar } from '../trials/comparison-bar.tsx';

const AXES = ['scene', 'z', 't'] as const;

/** The centre of the window: always the same viewer, with what to do over it where there is nothing to see. */
export function ViewerArea() {
  const app = useApp();
  const image = useWorkspace((workspace) => workspace.project?.images.find((one) => one.id === workspace.imageId) ?? null);
  return (
    <section className="viewer" aria-label="Viewer">
      <div className="viewer-canvas">
        <ViewerView
          client={app.client}
          workspace={app.workspace}
          paint={app.painting.paint}
          bucket={app.painting.bucket}
          onError={app.toasts.error}
          onViewer={(viewer) => {
            app.viewer.current = viewer;
          }}
        />
      </div>
      {image ? <Caption image={image} /> : <NoImage />}
      <ComparisonBar />
      {image?.missing && <Missing image={image} />}
    </section>
  );
}

function Caption({ image }: { readonly image: ImageRecord }) {
  const plane = useWorkspace((workspace) => workspace.plane);
  const { info } = image;
  const sizes = planeSizes(info);
  const scene = sceneOf(info, Math.min(plane.scene, info.sizeScene - 1));
  const caption = [
    image.name,
    ...AXES.filter((axis) => sizes[axis] > 1).map((axis) => {
      const number = `${AXIS_NAMES[axis].short} ${plane[axis] + 1}`;
      const text = axisText(axis, plane[axis], info, scene);
      return text === '' || text === number ? number : `${number} (${text})`;
    }),
    pixelSize(info.pixelSizeUm.x),
  ].join(' · ');
  return <div className="hud top-left">{caption}</div>;
}

function NoImage() {
  const app = useApp();
  return (
    <div className="empty-viewer">
      <h2>Drop images here…</h2>
      <p>or choose them from this machine. They stay where they are; the project only remembers their place.</p>
      <button type="button" className="button primary" onClick={() => void app.images.choose()}>
        Add images…
      </button>
      <button type="button" className="link" onClick={() => void app.project.openSample()}>
        Open the sample project
      </button>
    </div>
  );
}

function Missing({ image }: { readonly image: ImageRecord }) {
  const app = useApp();
  return (
    <div className="viewer-notice" role="alert">
      <p>
        {image.name} is not at {image.path} any more. Its labels are safe in the project.
      </p>
      <button type="button" className="button primary" onClick={() => void app.images.relink(image.id)}>
        Find the file…
      </button>
    </div>
  );
}
