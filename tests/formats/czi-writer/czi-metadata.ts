/** What the metadata of a written file say; everything may be left out. */
export interface CziMetadata {
  readonly channels?: readonly {
    readonly name: string;
    readonly color?: string;
    readonly fluor?: string;
    readonly excitationNm?: number;
    readonly emissionNm?: number;
    readonly low?: number;
    readonly high?: number;
  }[];
  readonly pixelSizeUm?: { readonly x: number; readonly y: number; readonly z?: number };
  readonly scenes?: readonly { readonly name: string; readonly well?: string }[];
  readonly objective?: { readonly name: string; readonly magnification: number; readonly numericalAperture: number };
  readonly acquired?: string;
}

const METRES = 1e-6;

/** The XML of a file's metadata. */
export function cziMetadata({ channels = [], pixelSizeUm, scenes = [], objective, acquired }: CziMetadata): string {
  const tag = (name: string, value: string | number | undefined): string =>
    value === undefined ? '' : `<${name}>${value}</${name}>`;
  const channelXml = channels.map(
    ({ name, color, fluor, excitationNm, emissionNm }, i) =>
      `<Channel Id="Channel:${i}" Name="${name}">${tag('Color', color)}${tag('Fluor', fluor)}${tag('ExcitationWavelength', excitationNm)}${tag('EmissionWavelength', emissionNm)}</Channel>`,
  );
  const displayXml = channels.map(
    ({ low, high }, i) => `<Channel Id="Channel:${i}">${tag('Low', low)}${tag('High', high)}</Channel>`,
  );
  const sceneXml = scenes.map(
    ({ name, well }, i) => `<Scene Index="${i}" Name="${name}">${well === undefined ? '' : `<Shape Name="${well}"/>`}</Scene>`,
  );
  const sizes = (['x', 'y', 'z'] as const).flatMap((axis) => {
    const um = pixelSizeUm?.[axis];
    return um === undefined ? [] : `<Distance Id="${axis.toUpperCase()}"><Value>${um * METRES}</Value></Distance>`;
  });
  const lens =
    objective === undefined
      ? ''
      : `<Instrument><Objectives><Objective Id="Objective:1" Name="${objective.name}"><NominalMagnification>${objective.magnification}</NominalMagnification><LensNA>${objective.numericalAperture}</LensNA></Objective></Objectives></Instrument>`;
  const ref = objective === undefined ? '' : '<ObjectiveSettings><ObjectiveRef Id="Objective:1"/></ObjectiveSettings>';
  return [
    '<ImageDocument><Metadata>',
    `<Information>${lens}<Image>${tag('AcquisitionDateAndTime', acquired)}${ref}`,
    `<Dimensions><Channels>${channelXml.join('')}</Channels><S><Scenes>${sceneXml.join('')}</Scenes></S></Dimensions>`,
    '</Image></Information>',
    `<Scaling><Items>${sizes.join('')}</Items></Scaling>`,
    `<DisplaySetting><Channels>${displayXml.join('')}</Channels></DisplaySetting>`,
    '</Metadata></ImageDocument>',
  ].join('');
}
