import type { ResultImage } from '../../services/ports.ts';

/** What the metadata of a written image tell. */
export interface OmeXmlImage extends Pick<ResultImage, 'channels' | 'pixelType' | 'pixelSizeUm' | 'description'> {
  readonly width: number;
  readonly height: number;
}

const SCHEMA = 'http://www.openmicroscopy.org/Schemas/OME/2016-06';

/**
 * OME-XML (schema 2016-06) of one plane whose channels are the pages of a TIFF, in order. Pure ASCII, which is what the tag is
 * made for, and without names, clocks or identifiers that would differ from one writing to the next.
 */
export function omeXml({ width, height, channels, pixelType, pixelSizeUm, description }: OmeXmlImage): string {
  const type = pixelType === 'float32' ? 'float' : pixelType === 'float64' ? 'double' : pixelType;
  // Micrometres are the unit of the schema.
  const sizes = (['x', 'y', 'z'] as const)
    .filter((axis) => pixelSizeUm[axis] !== null)
    .map((axis) => ` PhysicalSize${axis.toUpperCase()}="${pixelSizeUm[axis]}"`);
  const channelElements = channels.map(({ name, color }, i) => {
    // Red, green, blue, alpha in a signed number.
    const told = color === null ? '' : ` Color="${(color << 8) | 0xff}"`;
    return `<Channel ID="Channel:0:${i}" Name="${escapeXml(name)}" SamplesPerPixel="1"${told}/>`;
  });
  const planes = channels.map((_, i) => `<TiffData FirstC="${i}" FirstZ="0" FirstT="0" IFD="${i}" PlaneCount="1"/>`);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<OME xmlns="${SCHEMA}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" `,
    `xsi:schemaLocation="${SCHEMA} ${SCHEMA}/ome.xsd" Creator="Grove"><Image ID="Image:0">`,
    description === '' ? '' : `<Description>${escapeXml(description)}</Description>`,
    `<Pixels ID="Pixels:0" DimensionOrder="XYCZT" Type="${type}" BigEndian="false" SizeX="${width}" SizeY="${height}" `,
    `SizeC="${channels.length}" SizeZ="1" SizeT="1"${sizes.join('')}>`,
    ...channelElements,
    ...planes,
    '</Pixels></Image></OME>',
  ].join('');
}

/** Characters that XML forbids become spaces, those beyond ASCII numbers. */
function escapeXml(text: string): string {
  let escaped = '';
  for (const character of text) {
    const code = character.codePointAt(0)!;
    const forbidden = code < 0x20 || (code >= 0xd800 && code <= 0xdfff) || code === 0xfffe || code === 0xffff;
    if (forbidden) escaped += ' ';
    else if (code < 0x7f && !'&<>"\''.includes(character)) escaped += character;
    else escaped += `&#x${code.toString(16)};`;
  }
  return escaped;
}
