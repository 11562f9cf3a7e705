import { labelledPixels } from '../../state/balance-hints.ts';
import { useApp, useWorkspace } from '../app-context.tsx';
import { CommandButton } from '../controls/command-button.tsx';
import { Section } from '../controls/section.tsx';
import { Thumbnail } from '../images/thumbnail.tsx';

/** The images that train the model together. */
export function TrainingImages() {
  const app = useApp();
  const images = useWorkspace((workspace) => workspace.project?.images ?? null);
  const openId = useWorkspace((workspace) => workspace.imageId);
  if (!images) return null;
  return (
    <Section title="Training images">
      <ul className="rows" aria-label="Training images">
        {images.map((image) => (
          <li key={image.id}>
            <button
              type="button"
              className={image.id === openId ? 'row on' : 'row'}
              aria-current={image.id === openId}
              data-tip={image.path}
              onClick={() => void app.selection.select(image.id)}
            >
              <Thumbnail imageId={image.id} missing={image.missing} />
              <span className="name">{image.name}</span>
              <span className="quiet">
                {image.missing
                  ? 'missing'
                  : !image.training
                    ? 'not for training'
                    : labelledPixels(image) > 0
                      ? 'labelled'
                      : 'not labelled'}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <CommandButton id="images.add">Add images…</CommandButton>
    </Section>
  );
}
