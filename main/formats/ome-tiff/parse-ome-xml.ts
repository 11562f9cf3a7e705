import type { ObjectiveInfo } from '#core/model/image.ts';
import { type OmeChannel, parseChannels } from './parse-channels.ts';
import { objectivesOf } from './parse-objective.ts';
import { wellsByImage } from './parse-wells.ts';
import { toSeconds } from './units.ts';
import { attribute, child, children, childText, parseXml, wholeNumber, type XmlNode } from './xml-nodes.ts';

/** One image of an OME-XML document, as far as Grove uses it. */
export interface OmeImage {
  readonly name: string | null;
  /** Well of a plate, such as 'B3'. */
  readonly well: string | null;
  readonly sizeC: number;
  readonly sizeZ: number;
  readonly sizeT: number;
  /** The order of axes from the fastest to the slowest after X and Y, e.g. 'ZCT'. */
  readonly order: string;
  readonly channels: readonly OmeChannel[];
  readonly physicalSize: Readonly<Record<'x' | 'y' | 'z', { readonly value: number; readonly unit: string }>>;
  /** Seconds. */
  readonly timeStep: number | null;
  /** ISO 8601. */
  readonly acquired: string | null;
  readonly objective: ObjectiveInfo | null;
  readonly tiffData: readonly OmeTiffData[];
  /** True where the pixels are in the document itself. */
  readonly binData: boolean;
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
  /** Identifier of the file that the document is in. */
  readonly uuid: string | null;
  /** Program that wrote it. */
  readonly creator: string | null;
  readonly images: readonly OmeImage[];
}

/** Reads OME-XML (schemas 2003 to 2016). Null where it is no well-formed OME document with an image. */
export function parseOmeXml(text: string): OmeDocument | null {
  const root = parseXml(text, 'OME');
  if (root === null) return null;
  const common = { uuid: attribute(root, 'UUID'), creator: attribute(root, 'Creator') };
  const binaryOnly = child(root, 'BinaryOnly');
  if (binaryOnly !== null) return { ...common, metadataFile: attribute(binaryOnly, 'MetadataFile') ?? '', images: [] };
  const wells = wellsByImage(root);
  const objectives = objectivesOf(root);
  const images = children(root, 'Image').flatMap((image) => {
    const pixels = child(image, 'Pixels');
    return pixels === null ? [] : [readImage(image, pixels, wells, objectives(image))];
  });
  return images.length === 0 ? null : { ...common, metadataFile: null, images };
}

function readImage(
  image: XmlNode,
  pixels: XmlNode,
  wells: ReadonlyMap<string, string>,
  objective: ObjectiveInfo | null,
): OmeImage {
  const size = (name: string): number => wholeNumber(attribute(pixels, name)) ?? 1;
  const length = (axis: string): { value: number; unit: string } => ({
    value: Number(attribute(pixels, `PhysicalSize${axis}`) ?? Number.NaN),
    unit: attribute(pixels, `PhysicalSize${axis}Unit`) ?? 'µm',
  });
  const name = attribute(image, 'Name')?.trim() ?? '';
  const acquired = childText(image, 'AcquisitionDate') ?? childText(image, 'AcquiredDate') ?? '';
  const step = Number(attribute(pixels, 'TimeIncrement') ?? Number.NaN);
  return {
    name: name === '' ? null : name,
    well: wells.get(attribute(image, 'ID') ?? '') ?? null,
    sizeC: size('SizeC'),
    sizeZ: size('SizeZ'),
    sizeT: size('SizeT'),
    order: (attribute(pixels, 'DimensionOrder') ?? 'XYZCT').slice(2),
    channels: parseChannels(pixels),
    physicalSize: { x: length('X'), y: length('Y'), z: length('Z') },
    timeStep: toSeconds(step, attribute(pixels, 'TimeIncrementUnit') ?? 's') ?? stepOfPlanes(pixels, size('SizeT')),
    acquired: Number.isNaN(Date.parse(acquired)) ? null : acquired.trim(),
    objective,
    tiffData: children(pixels, 'TiffData').map(readTiffData),
    binData: children(pixels, 'BinData').length > 0,
  };
}

function readTiffData(data: XmlNode): OmeTiffData {
  const uuid = child(data, 'UUID');
  return {
    ifd: wholeNumber(attribute(data, 'IFD')),
    planeCount: wholeNumber(attribute(data, 'PlaneCount')),
    firstC: wholeNumber(attribute(data, 'FirstC')) ?? 0,
    firstZ: wholeNumber(attribute(data, 'FirstZ')) ?? 0,
    firstT: wholeNumber(attribute(data, 'FirstT')) ?? 0,
    uuid: childText(data, 'UUID')?.trim() ?? null,
    fileName: uuid === null ? null : attribute(uuid, 'FileName'),
  };
}

/** The mean step between the first and last time point, where the planes tell when they were taken. */
function stepOfPlanes(pixels: XmlNode, sizeT: number): number | null {
  if (sizeT < 2) return null;
  let first: number | null = null;
  let last: number | null = null;
  for (const plane of children(pixels, 'Plane')) {
    if (attribute(plane, 'TheZ') !== '0' || attribute(plane, 'TheC') !== '0') continue;
    const t = wholeNumber(attribute(plane, 'TheT'));
    if (t !== 0 && t !== sizeT - 1) continue;
    const value = Number(attribute(plane, 'DeltaT') ?? Number.NaN);
    const seconds = value === 0 ? 0 : toSeconds(value, attribute(plane, 'DeltaTUnit') ?? 's');
    if (t === 0) first = seconds;
    else last = seconds;
  }
  return first !== null && last !== null && last > first ? (last - first) / (sizeT - 1) : null;
}
