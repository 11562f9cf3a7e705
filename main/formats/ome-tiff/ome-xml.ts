import type { ResultImage } from '../../services/ports.ts';
import { escapeXml } from './escape-xml.ts';
import { plateXml } from './plate-xml.ts';

const SCHEMA = 'http://www.openmicroscopy.org/Schemas/OME/2016-06';

/**
 * OME-XML (schema 2016-06) of a file whose pages follow each other image by image, in each with channels fastest, then z, then
 * t. `samples` is 3 where the colours of a pixel share a page. Pure ASCII, which is what the tag is made for, and without file
 * names, clocks or identifiers that would differ from one writing to the next.
 */
export function omeXml(image: ResultImage, samples: number): string {
  const pages = (image.channels.length / samples) * image.sizeZ * image.sizeT;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<OME xmlns="${SCHEMA}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" `,
    `xsi:schemaLocation="${SCHEMA} ${SCHEMA}/ome.xsd" Creator="Grove">`,
    plateXml(image.scenes),
    ...image.scenes.map((_, scene) => imageXml(image, scene, samples, pages)),
    '</OME>',
  ].join('');
}

function imageXml(image: ResultImage, scene: number, samples: number, pages: number): string {
  const { pixelType, pixelSizeUm, timeStepS, channels, sizeZ, sizeT, description } = image;
  const { name, width, height } = image.scenes[scene]!;
  const type = pixelType === 'float32' ? 'float' : pixelType === 'float64' ? 'double' : pixelType;
  // Micrometres and seconds are the units of the schema.
  const sizes = (['x', 'y', 'z'] as const)
    .filter((axis) => pixelSizeUm[axis] !== null)
    .map((axis) => ` PhysicalSize${axis.toUpperCase()}="${pixelSizeUm[axis]}"`);
  const step = timeStepS === undefined ? '' : ` TimeIncrement="${timeStepS}"`;
  return [
    `<Image ID="Image:${scene}" Name="${escapeXml(name)}">`,
    description === '' ? '' : `<Description>${escapeXml(description)}</Description>`,
    `<Pixels ID="Pixels:${scene}" DimensionOrder="XYCZT" Type="${type}" BigEndian="false" SizeX="${width}" SizeY="${height}" `,
    `SizeC="${channels.length}" SizeZ="${sizeZ}" SizeT="${sizeT}"${sizes.join('')}${step}${samples > 1 ? ' Interleaved="true"' : ''}>`,
    ...(samples > 1 ? [`<Channel ID="Channel:${scene}:0" SamplesPerPixel="${samples}"/>`] : channelsXml(image, scene)),
    `<TiffData FirstC="0" FirstZ="0" FirstT="0" IFD="${scene * pages}" PlaneCount="${pages}"/>`,
    ...(samples > 1 ? [] : exposuresXml(image)),
    '</Pixels></Image>',
  ].join('');
}

function channelsXml({ channels }: ResultImage, scene: number): string[] {
  return channels.map(({ name, color, fluor, excitationNm, emissionNm }, c) => {
    const told = [
      fluor === undefined ? '' : ` Fluor="${escapeXml(fluor)}"`,
      excitationNm === undefined ? '' : ` ExcitationWavelength="${excitationNm}"`,
      emissionNm === undefined ? '' : ` EmissionWavelength="${emissionNm}"`,
      // Red, green, blue, alpha in a signed number.
      color === null ? '' : ` Color="${(color << 8) | 0xff}"`,
    ].join('');
    return `<Channel ID="Channel:${scene}:${c}" Name="${escapeXml(name)}" SamplesPerPixel="1"${told}/>`;
  });
}

/** Exposures belong to planes; those of the first one stand for all. */
function exposuresXml({ channels }: ResultImage): string[] {
  return channels.flatMap(({ exposureMs }, c) =>
    exposureMs === undefined ? [] : [`<Plane TheZ="0" TheT="0" TheC="${c}" ExposureTime="${exposureMs / 1000}"/>`],
  );
}
