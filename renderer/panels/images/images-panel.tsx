import { useApp, useWorkspace } from '../app-context.tsx';
import { CommandButton } from '../controls/command-button.tsx';
import { Section } from '../controls/section.tsx';
import { ImageRow } from './image-row.tsx';

/** Left panel of the Images step: what the project works on. */
export function ImagesPanel() {
  const app = useApp();
  const project = useWorkspace((workspace) => workspace.project);
  const openId = useWorkspace((workspace) => workspace.imageId);
  if (!project) return null;
  const count = project.images.length;
  return (
    <Section title="Images" aside={count > 0 ? `${count} ${count === 1 ? 'image' : 'images'}` : undefined}>
      {count === 0 ? (
        <p className="empty">
          Drop images here, or add them with the button. CZI, OME-TIFF, OME-Zarr, TIFF, LSM, PNG and JPEG can be opened; other
          microscopy files through Bio-Formats.
        </p>
      ) : (
        <ul className="rows" aria-label="Images">
          {project.images.map((image) => (
            <ImageRow
              key={image.id}
              image={image}
              open={image.id === openId}
              readOnly={project.readOnly}
              onOpen={() => void app.selection.select(image.id)}
            />
          ))}
        </ul>
      )}
      <CommandButton id="images.add" primary={count === 0}>
        Add images…
      </CommandButton>
    </Section>
  );
}
