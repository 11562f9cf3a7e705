import type { ObjectiveInfo } from '#core/model/image.ts';
import { attribute, child, children, positiveNumber, type XmlNode } from './xml-nodes.ts';

/** How to get at the objective that an image names, or else the only one of its instrument. */
export function objectivesOf(root: XmlNode): (image: XmlNode) => ObjectiveInfo | null {
  const byId = new Map<string, XmlNode>();
  const byInstrument = new Map<string, XmlNode | null>();
  for (const instrument of children(root, 'Instrument')) {
    const objectives = children(instrument, 'Objective');
    const id = attribute(instrument, 'ID');
    if (id !== null) byInstrument.set(id, objectives.length === 1 ? objectives[0]! : null);
    for (const objective of objectives) byId.set(attribute(objective, 'ID') ?? '', objective);
  }
  return (image) => {
    const settings = child(image, 'ObjectiveSettings') ?? child(image, 'ObjectiveRef');
    const instrument = child(image, 'InstrumentRef');
    const found =
      settings !== null
        ? byId.get(attribute(settings, 'ID') ?? '')
        : instrument !== null && byInstrument.get(attribute(instrument, 'ID') ?? '');
    return found ? readObjective(found) : null;
  };
}

function readObjective(objective: XmlNode): ObjectiveInfo {
  const name = attribute(objective, 'Model');
  const magnification =
    positiveNumber(attribute(objective, 'NominalMagnification')) ??
    positiveNumber(attribute(objective, 'CalibratedMagnification'));
  const numericalAperture = positiveNumber(attribute(objective, 'LensNA'));
  const immersion = attribute(objective, 'Immersion');
  return {
    ...(name !== null && { name }),
    ...(magnification !== null && { magnification }),
    ...(numericalAperture !== null && { numericalAperture }),
    ...(immersion !== null && { immersion }),
  };
}
