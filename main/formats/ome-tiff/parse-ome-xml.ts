import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { decodeEntities } from './decode-entities.ts';

/** One image of an OME-XML document, as far as it concerns pixels. */
export interface OmeImage {
  readonly sizeC: number;
  readonly sizeZ: number;
  readonly sizeT: number;
  /** The order of axes from the fastest to the slowest after X and Y, e.g. 'ZCT'. */
  readonly order: string;
  readonly channels: readonly { readonly name: string | null; readonly color: number | null; readonly samples: number }[];
  readonly physicalSize: Readonly<Record<'x' | 'y' | 'z', { readonly value: number; readonly unit: string }>>;
  readonly tiffData: readonly OmeTiffData[];
}

/** Which pages hold which planes. Null where the attribute is absent. */
export interface OmeTiffData {
  readonly ifd: number | null;
  readonly planeCount: number | null;
  readonly firstC: number;
  readonly firstZ: number;
  readonly firstT: number;
  /** Identifier and name of the file that holds them. */
  readonly uuid: string | null;
  readonly fileName: string | null;
}

export interface OmeDocument {
  /** File with the metadata, where this one holds only pixels. */
  readonly metadataFile: string | null;
  readonly images: readonly OmeImage[];
}

type Node = { readonly [name: string]: unknown };

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseAttributeValue: false,
  parseTagValue: false,
  // Documents may define entities that grow without bound; the five of XML itself are decoded by us.
  processEntities: false,
  isArray: (name) => name === 'Image' || name === 'Channel' || name === 'TiffData',
});

/** Reads OME-XML (schemas 2003 to 2016). Null where it is no well-formed OME document with an image. */
export function parseOmeXml(text: string): OmeDocument | null {
  if (/<!DOCTYPE/i.test(text) || XMLValidator.validate(text) !== true) return null;
  const root = child(parser.parse(text) as Node, 'OME');
  if (root === null) return null;
  const binaryOnly = child(root, 'BinaryOnly');
  if (binaryOnly !== null) return { metadataFile: attribute(binaryOnly, 'MetadataFile') ?? 'another file', images: [] };
  const images = children(root, 'Image').flatMap((image) => {
    const pixels = child(image, 'Pixels');
    return pixels === null ? [] : [readImage(pixels)];
  });
  return images.length === 0 ? null : { metadataFile: null, images };
}

function readImage(pixels: Node): OmeImage {
  const size = (name: string): number => wholeNumber(attribute(pixels, name)) ?? 1;
  const length = (axis: string): { value: number; unit: string } => ({
    value: Number(attribute(pixels, `PhysicalSize${axis}`) ?? Number.NaN),
    unit: attribute(pixels, `PhysicalSize${axis}Unit`) ?? 'µm',
  });
  return {
    sizeC: size('SizeC'),
    sizeZ: size('SizeZ'),
    sizeT: size('SizeT'),
    order: (attribute(pixels, 'DimensionOrder') ?? 'XYZCT').slice(2),
    channels: children(pixels, 'Channel').map((channel) => ({
      name: attribute(channel, 'Name'),
      color: channelColor(attribute(channel, 'Color')),
      samples: wholeNumber(attribute(channel, 'SamplesPerPixel')) ?? 1,
    })),
    physicalSize: { x: length('X'), y: length('Y'), z: length('Z') },
    tiffData: children(pixels, 'TiffData').map((data) => {
      const uuid = data.UUID;
      const named = isNode(uuid) ? uuid : null;
      return {
        ifd: wholeNumber(attribute(data, 'IFD')),
        planeCount: wholeNumber(attribute(data, 'PlaneCount')),
        firstC: wholeNumber(attribute(data, 'FirstC')) ?? 0,
        firstZ: wholeNumber(attribute(data, 'FirstZ')) ?? 0,
        firstT: wholeNumber(attribute(data, 'FirstT')) ?? 0,
        uuid: typeof uuid === 'string' ? uuid : typeof named?.['#text'] === 'string' ? named['#text'] : null,
        fileName: named === null ? null : attribute(named, 'FileName'),
      };
    }),
  };
}

/** OME keeps colours as a signed 32-bit number of red, green, blue, alpha. */
function channelColor(value: string | null): number | null {
  const number = value === null ? Number.NaN : Number(value);
  return Number.isInteger(number) ? (number >> 8) & 0xffffff : null;
}

function wholeNumber(value: string | null): number | null {
  const number = value === null || value === '' ? Number.NaN : Number(value);
  return Number.isSafeInteger(number) && number >= 0 ? number : null;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function child(node: Node, name: string): Node | null {
  const value = node[name];
  return isNode(value) ? value : null;
}

function children(node: Node, name: string): Node[] {
  const value = node[name];
  return (Array.isArray(value) ? value : []).map((item: unknown) => (isNode(item) ? item : {}));
}

function attribute(node: Node, name: string): string | null {
  const value = node[`@${name}`];
  return typeof value === 'string' ? decodeEntities(value) : null;
}
