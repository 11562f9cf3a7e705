import { useWorkspace } from '../app-context.tsx';
import { Section } from '../controls/section.tsx';
import { byteSize, pixelSize } from '../formats.ts';

/** Right panel of the Images step: what is known about the open image. */
export function ImageDetails() {
  const image = useWorkspace((workspace) => workspace.project?.images.find((one) => one.id === workspace.imageId) ?? null);
  const levels = useWorkspace((workspace) => workspace.levels);
  if (!image) {
    return (
      <Section title="Image">
        <p className="empty">Choose an image to see what it is.</p>
      </Section>
    );
  }
  const { info } = image;
  const rows: readonly (readonly [string, string])[] = [
    ['File', image.path],
    ['Size on disk', byteSize(image.fileBytes)],
    ['Format', info.format],
    ['Pixels', `${info.width} × ${info.height}, ${info.pixelType}`],
    ['Pixel size', pixelSize(info.pixelSizeUm.x)],
    ['Scenes · Z · T', `${info.sizeScene} · ${info.sizeZ} · ${info.sizeT}`],
    ['Channels', info.channels.map((channel, index) => channel.name || `Channel ${index + 1}`).join(', ')],
    ['Pyramid', (levels ?? info.levels).map((level) => `${level.width} × ${level.height}`).join(', ')],
    ['Content hash', image.contentHash.slice(0, 16)],
  ];
  return (
    <Section title={image.name}>
      <dl className="details">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
