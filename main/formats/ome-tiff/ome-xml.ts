import type { ChannelInfo, PixelSizeUm, PixelType } from '#core/model/image.ts';

/** What the metadata of a written image tell. */
export interface OmeXmlImage {
  readonly width: number;
  readonly height: number;
  readonly channels: readonly ChannelInfo[];
  readonly pixelType: PixelType;
  readonly pixelSizeUm: PixelSizeUm;
  readonly description: string;
}

const OME_TYPES: Readonly<Record<PixelType, string>> = {
  uint8: 'uint8',
  int8: 'int8',
  uint16: 'uint16',
  int16: 'int16',
  uint32: 'uint32',
  int32: 'int32',
  float32: 'float',
  float64: 'double',
};

/** The OME-XML (schema 2016-06) of one plane with its channels, one directory each. */
export function omeXml({ width, height, channels, pixelType, pixelSizeUm, description }: OmeXmlImage): string {
  const size = (axis: 'X' | 'Y', um: number | null): string =>
    um === null ? '' : ` PhysicalSize${axis}="${um}" PhysicalSize${axis}Unit="µm"`;
  const channelXml = channels.map(({ name, color }, i) => {
    // Signed 32-bit red, green, blue, alpha.
    const shown = color === null ? '' : ` Color="${(color << 8) | 0xff | 0}"`;
    return `<Channel ID="Channel:0:${i}" Name="${escapeXml(name)}" SamplesPerPixel="1"${shown}/>`;
  });
  const planes = channels.map((_, i) => `<TiffData FirstC="${i}" FirstZ="0" FirstT="0" IFD="${i}" PlaneCount="1"/>`);
  return (
    '<?xml version="1.0" encoding="UTF-8"?>' +
    '<OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ' +
    'xsi:schemaLocation="http://www.openmicroscopy.org/Schemas/OME/2016-06 http://www.openmicroscopy.org/Schemas/OME/2016-06/ome.xsd">' +
    `<Image ID="Image:0"><Description>${escapeXml(description)}</Description>` +
    `<Pixels ID="Pixels:0" DimensionOrder="XYCZT" Type="${OME_TYPES[pixelType]}" BigEndian="false" ` +
    `SizeX="${width}" SizeY="${height}" SizeC="${channels.length}" SizeZ="1" SizeT="1"` +
    `${size('X', pixelSizeUm.x)}${size('Y', pixelSizeUm.y)}>${channelXml.join('')}${planes.join('')}</Pixels></Image></OME>`
  );
}

function escapeXml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
  // Control characters have no place in XML 1.0.
  return [...text]
    .filter((one) => one >= ' ' || one === '\n' || one === '\t')
    .map((one) => entities[one] ?? one)
    .join('');
}
