import { useApp, useWorkspace } from '../app-context.tsx';
import { pixelSize } from '../formats.ts';

/** The centre of the window: the viewer, or what to do to get one. */
export function ViewerArea() {
  const app = useApp();
  const image = useWorkspace((workspace) => workspace.project?.images.find((one) => one.id === workspace.imageId) ?? null);
  const plane = useWorkspace((workspace) => workspace.plane);
  if (!image) {
    return (
      <section className="viewer empty-viewer" aria-label="Viewer">
        <h2>Drop images here…</h2>
        <p>or choose them from this machine. They stay where they are; the project only remembers their place.</p>
        <button type="button" className="button primary" onClick={() => void app.images.choose()}>
          Add images…
        </button>
        <button type="button" className="link" onClick={() => void app.project.openSample()}>
          Open the sample project
        </button>
      </section>
    );
  }
  const { info } = image;
  const caption = [
    image.name,
    ...(info.sizeScene > 1 ? [`scene ${plane.scene + 1}`] : []),
    ...(info.sizeZ > 1 ? [`Z ${plane.z + 1}`] : []),
    ...(info.sizeT > 1 ? [`T ${plane.t + 1}`] : []),
    pixelSize(info.pixelSizeUm.x),
  ].join(' · ');
  return (
    <section className="viewer" aria-label="Viewer">
      <div className="hud top-left">{caption}</div>
      {image.missing && (
        <div className="viewer-notice" role="alert">
          <p>
            {image.name} is not at {image.path} any more. Its labels are safe in the project.
          </p>
          <button type="button" className="button primary" onClick={() => void app.images.relink(image.id)}>
            Find the file…
          </button>
        </div>
      )}
    </section>
  );
}
