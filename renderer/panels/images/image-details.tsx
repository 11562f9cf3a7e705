import { sceneOf } from '#core/model/scene.ts';
import { openRecord } from '../../state/open-scene.ts';
import { useWorkspace } from '../app-context.tsx';
import { Section } from '../controls/section.tsx';
import { byteSize, cssColor } from '../formats.ts';
import { channelFacts, type Fact, imageFacts, levelText, sceneLevels } from './image-facts.ts';

/** Right panel of the Images step: what is known about the open image. */
export function ImageDetails() {
  const image = useWorkspace(openRecord);
  const shown = useWorkspace((workspace) => workspace.plane.scene);
  const levels = useWorkspace((workspace) => workspace.levels);
  const display = useWorkspace((workspace) => workspace.display);
  if (!image) {
    return (
      <Section title="Image">
        <p className="empty">Choose an image to see what it is.</p>
      </Section>
    );
  }
  const { info } = image;
  const scene = sceneOf(info, Math.min(shown, info.sizeScene - 1));
  const stored = sceneLevels(info, Math.min(shown, info.sizeScene - 1));
  const made = levels?.slice(scene.levels.length) ?? [];
  return (
    <>
      <Section title={image.name}>
        <Facts
          facts={[
            ['File', image.path],
            ['Size on disk', byteSize(image.fileBytes)],
            ...imageFacts(info),
            ['Content hash', image.contentHash.slice(0, 16)],
          ]}
        />
      </Section>
      <Section title={info.sizeScene > 1 ? `Scene ${shown + 1}: ${scene.name}` : 'Resolutions'}>
        <Facts
          facts={[
            ...(info.sizeScene > 1 ? [['Pixels', `${scene.width} × ${scene.height}`] as const] : []),
            ...(scene.well === undefined ? [] : [['Well', scene.well] as const]),
            ['In the file', stored],
            ...(made.length === 0 ? [] : [['Added for viewing', levelText(made)] as const]),
          ]}
        />
      </Section>
      <Section title="Channels">
        <ul className="rows" aria-label="Channels of the image">
          {info.channels.map((channel, index) => (
            // A channel is its place in the file.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <li key={index} className="channel-fact">
              <span
                className="swatch tiny"
                style={{ background: cssColor(display[index]?.color ?? channel.color ?? 0xffffff) }}
              />
              <span>{channel.name || `Channel ${index + 1}`}</span>
              <span className="quiet">{channelFacts(channel)}</span>
            </li>
          ))}
        </ul>
      </Section>
      {info.notes && info.notes.length > 0 && (
        <Section title="Notes of the reader">
          <ul className="notes" aria-label="Notes of the reader">
            {info.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="details">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
