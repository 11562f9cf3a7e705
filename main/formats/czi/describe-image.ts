import type { ObjectiveInfo, PixelSizeUm } from '#core/model/image.ts';
import { elementAt, elementsAt, numberAt, textAt, type XmlNode } from './xml-tree.ts';

const IMAGE = ['Information', 'Image'];
const MICROMETRES = 1e6;

/** Extent of a pixel; the file gives metres, whatever unit it says that they are shown in. */
export function pixelSize(root: XmlNode | null): PixelSizeUm {
  const distances = elementsAt(root, ['Scaling', 'Items'], 'Distance');
  const along = (axis: string): number | null => {
    const metres = numberAt(distances.find((one) => textAt(one, '@Id') === axis) ?? null, 'Value');
    return metres !== undefined && metres > 0 ? Number((metres * MICROMETRES).toPrecision(12)) : null;
  };
  return { x: along('X'), y: along('Y'), z: along('Z') };
}

/** The objective that the image refers to, not any that the microscope has. */
export function objective(root: XmlNode | null): ObjectiveInfo | undefined {
  const id = textAt(elementAt(root, ...IMAGE, 'ObjectiveSettings', 'ObjectiveRef'), '@Id');
  if (id === undefined) return undefined;
  const list = elementsAt(root, ['Information', 'Instrument', 'Objectives'], 'Objective');
  const one = list.find((candidate) => textAt(candidate, '@Id') === id);
  if (one === undefined) return undefined;
  const name = textAt(one, '@Name');
  const magnification = numberAt(one, 'NominalMagnification');
  const numericalAperture = numberAt(one, 'LensNA');
  const immersion = textAt(one, 'Immersion');
  return {
    ...(name !== undefined && { name }),
    ...(magnification !== undefined && { magnification }),
    ...(numericalAperture !== undefined && { numericalAperture }),
    ...(immersion !== undefined && { immersion }),
  };
}

/** Start of the acquisition, ISO 8601. */
export function acquired(root: XmlNode | null): string | undefined {
  const text = textAt(elementAt(root, ...IMAGE), 'AcquisitionDateAndTime');
  const time = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

/** Program that wrote the file, with its version. */
export function software(root: XmlNode | null): string | undefined {
  const application = elementAt(root, 'Information', 'Application');
  const parts = [textAt(application, 'Name'), textAt(application, 'Version')].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(' ');
}

/** Seconds between time points, where they are regular. */
export function timeIncrement(root: XmlNode | null): number | undefined {
  const interval = elementAt(root, ...IMAGE, 'Dimensions', 'T', 'Positions', 'Interval');
  const seconds = numberAt(interval, 'Increment');
  return seconds !== undefined && seconds > 0 ? seconds : undefined;
}

/** Names and wells of scenes by their number. */
export function sceneNames(root: XmlNode | null): Map<number, { name: string | undefined; well: string | undefined }> {
  const scenes = elementsAt(root, [...IMAGE, 'Dimensions', 'S', 'Scenes'], 'Scene');
  return new Map(
    scenes.map((scene, i) => {
      const shape = textAt(elementAt(scene, 'Shape'), '@Name');
      const well = shape !== undefined && /^[A-Z]{1,2}\d{1,2}$/i.test(shape) ? shape : undefined;
      return [numberAt(scene, '@Index') ?? i, { name: textAt(scene, '@Name'), well }] as const;
    }),
  );
}
