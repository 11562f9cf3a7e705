import { toNanometres, toSeconds } from './units.ts';
import { attribute, children, wholeNumber, type XmlNode } from './xml-nodes.ts';

/** A channel as OME-XML tells of it; null where it does not. */
export interface OmeChannel {
  readonly name: string | null;
  /** 0xRRGGBB. */
  readonly color: number | null;
  /** Samples per pixel of its pages. */
  readonly samples: number;
  readonly fluor: string | null;
  readonly excitationNm: number | null;
  readonly emissionNm: number | null;
  readonly exposureMs: number | null;
}

/** The channels of a Pixels element. The exposure is that of the first plane of each. */
export function parseChannels(pixels: XmlNode): OmeChannel[] {
  const exposures = new Map<number, number>();
  for (const plane of children(pixels, 'Plane')) {
    const channel = wholeNumber(attribute(plane, 'TheC'));
    if (channel === null || exposures.has(channel)) continue;
    const told = Number(attribute(plane, 'ExposureTime') ?? Number.NaN);
    const unit = attribute(plane, 'ExposureTimeUnit') ?? 's';
    const ms = unit === 'ms' && told > 0 ? told : (toSeconds(told, unit) ?? Number.NaN) * 1000;
    if (Number.isFinite(ms)) exposures.set(channel, ms);
  }
  return children(pixels, 'Channel').map((channel, c) => {
    const wavelength = (kind: string): number | null =>
      toNanometres(
        Number(attribute(channel, `${kind}Wavelength`) ?? Number.NaN),
        attribute(channel, `${kind}WavelengthUnit`) ?? 'nm',
      );
    return {
      name: attribute(channel, 'Name'),
      color: channelColor(attribute(channel, 'Color')),
      samples: wholeNumber(attribute(channel, 'SamplesPerPixel')) ?? 1,
      fluor: attribute(channel, 'Fluor'),
      excitationNm: wavelength('Excitation'),
      emissionNm: wavelength('Emission'),
      exposureMs: exposures.get(c) ?? null,
    };
  });
}

/** OME keeps colours as a signed 32-bit number of red, green, blue, alpha. */
function channelColor(value: string | null): number | null {
  const number = value === null ? Number.NaN : Number(value);
  return Number.isInteger(number) ? (number >> 8) & 0xffffff : null;
}
