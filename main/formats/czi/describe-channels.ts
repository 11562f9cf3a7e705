import type { ChannelInfo, PixelType } from '#core/model/image.ts';
import type { PixelKind } from './pixel-kind.ts';
import { elementsAt, numberAt, textAt, type XmlNode } from './xml-tree.ts';

/** Largest value of the integer types, which Low and High of the display are shares of. */
const FULL: Readonly<Partial<Record<PixelType, number>>> = { uint8: 0xff, uint16: 0xffff };

const NANOSECONDS_PER_MILLISECOND = 1e6;

const COLORS = [
  ['red', 0xff0000],
  ['green', 0x00ff00],
  ['blue', 0x0000ff],
] as const;

/** A channel of the file and how its pixels are stored. */
export interface StoredChannel {
  /** Its place on the axis C. */
  readonly place: number;
  readonly kind: PixelKind;
}

/**
 * The channels of an image: one per grey channel of the file, three per colour channel (which are simply Red, Green and Blue where
 * there is only one). Names need not be unique, so channels are told by their number.
 */
export function describeChannels(root: XmlNode | null, stored: readonly StoredChannel[]): ChannelInfo[] {
  const told = byNumber(elementsAt(root, ['Information', 'Image', 'Dimensions', 'Channels'], 'Channel'));
  const shown = byNumber(elementsAt(root, ['DisplaySetting', 'Channels'], 'Channel'));
  return stored.flatMap(({ place, kind }, i): ChannelInfo[] => {
    const channel = told.get(place) ?? told.get(i) ?? null;
    const display = shown.get(place) ?? shown.get(i) ?? null;
    const name = textAt(channel, '@Name') ?? textAt(display, '@Name') ?? textAt(channel, 'Fluor');
    if (kind.samples === 1) {
      return [{ name: name ?? (stored.length === 1 ? 'Grey' : `Channel ${i + 1}`), ...details(channel, display, kind) }];
    }
    const prefix = stored.length === 1 ? '' : `${name ?? `Channel ${i + 1}`} `;
    return COLORS.map(([word, color]) => ({ name: prefix === '' ? capital(word) : prefix + word, color }));
  });
}

function capital(word: string): string {
  return word[0]!.toUpperCase() + word.slice(1);
}

/** Elements by the number in their id, `Channel:3`. */
function byNumber(elements: readonly XmlNode[]): Map<number, XmlNode> {
  return new Map(
    elements.map((element, i) => {
      const [, number] = /:(\d+)$/.exec(textAt(element, '@Id') ?? '') ?? [];
      return [number === undefined ? i : Number(number), element];
    }),
  );
}

function details(channel: XmlNode | null, display: XmlNode | null, kind: PixelKind): Omit<ChannelInfo, 'name'> {
  const fluor = textAt(channel, 'Fluor');
  const excitationNm = positive(numberAt(channel, 'ExcitationWavelength'));
  const emissionNm = positive(numberAt(channel, 'EmissionWavelength'));
  const exposure = positive(numberAt(channel, 'ExposureTime'));
  const range = displayRange(display, kind);
  return {
    color: colorOf(textAt(display, 'Color')) ?? colorOf(textAt(channel, 'Color')) ?? null,
    ...(fluor !== undefined && { fluor }),
    ...(excitationNm !== undefined && { excitationNm }),
    ...(emissionNm !== undefined && { emissionNm }),
    ...(exposure !== undefined && { exposureMs: exposure / NANOSECONDS_PER_MILLISECOND }),
    ...(range !== undefined && { display: range }),
  };
}

function positive(value: number | undefined): number | undefined {
  return value !== undefined && value > 0 ? value : undefined;
}

/** `#AARRGGBB` or `#RRGGBB` as 0xRRGGBB. */
function colorOf(text: string | undefined): number | undefined {
  const [, color] = /^#(?:[0-9a-f]{2})?([0-9a-f]{6})$/i.exec(text ?? '') ?? [];
  return color === undefined ? undefined : Number.parseInt(color, 16);
}

/** Low and High are shares of the full range of the pixel type, whatever the depth of the camera. */
function displayRange(display: XmlNode | null, { type }: PixelKind): ChannelInfo['display'] {
  const full = FULL[type];
  const low = numberAt(display, 'Low');
  const high = numberAt(display, 'High');
  if (full === undefined || (low === undefined && high === undefined)) return undefined;
  const min = Math.max(0, low ?? 0) * full;
  const max = Math.min(1, high ?? 1) * full;
  const gamma = numberAt(display, 'Gamma') ?? 1;
  return max > min ? { min, max, gamma: gamma >= 0.05 && gamma <= 20 ? gamma : 1 } : undefined;
}
