import type { ResultImage } from '../../services/ports.ts';

const SCHEMA = 'http://www.openmicroscopy.org/Schemas/OME/2016-06';

/** OME-XML (schema 2016-06) without pixels for OME/METADATA.ome.xml: an Image per series, with its name, sizes and channels. */
export function metadataXml(image: ResultImage): string {
  const { pixelType, sizeZ, sizeT, channels, pixelSizeUm, timeStepS } = image;
  const type = pixelType === 'float32' ? 'float' : pixelType === 'float64' ? 'double' : pixelType;
  const steps = (['x', 'y', 'z'] as const)
    .filter((axis) => pixelSizeUm[axis] !== null)
    .map((axis) => ` PhysicalSize${axis.toUpperCase()}="${pixelSizeUm[axis]}"`);
  if (timeStepS !== undefined) steps.push(` TimeIncrement="${timeStepS}"`);
  const images = image.scenes.map(({ name, width, height }, scene) => {
    const channelElements = channels.map(
      (channel, c) => `<Channel ID="Channel:${scene}:${c}" Name="${escapeXml(channel.name)}" SamplesPerPixel="1"/>`,
    );
    return [
      `<Image ID="Image:${scene}" Name="${escapeXml(name)}">`,
      image.description === '' ? '' : `<Description>${escapeXml(image.description)}</Description>`,
      `<Pixels ID="Pixels:${scene}" DimensionOrder="XYZCT" Type="${type}" SizeX="${width}" SizeY="${height}" `,
      `SizeZ="${sizeZ}" SizeC="${channels.length}" SizeT="${sizeT}"${steps.join('')}>`,
      ...channelElements,
      '<MetadataOnly/></Pixels></Image>',
    ].join('');
  });
  const root = `<OME xmlns="${SCHEMA}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="${SCHEMA} ${SCHEMA}/ome.xsd" Creator="Grove">`;
  return `<?xml version="1.0" encoding="UTF-8"?>${root}${images.join('')}</OME>`;
}

/** Characters that XML forbids become spaces. */
function escapeXml(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML forbids
  return text.replace(/[\0-\x1f\ufffe\uffff]/g, ' ').replace(/[&<>"']/g, (c) => `&#x${c.charCodeAt(0).toString(16)};`);
}
