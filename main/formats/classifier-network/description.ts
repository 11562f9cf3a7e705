import type { ClassifierInfo } from '#core/model/classifier.ts';
import { inputChannels } from './input-channels.ts';

/** Entry of a .czann that says what model.json has no place for. Other programs pass over it. */
export const DESCRIPTION_ENTRY = 'grove.description';

/** What Grove reads of it. */
export interface NetworkDescription {
  /** 0xRRGGBB, in the order of the classes. */
  readonly colors: readonly number[];
  /** Names of the channels in the order of the network's input. */
  readonly channels: readonly string[];
}

const VERSION = 1;

/** UTF-8 JSON; the same classifier gives the same bytes. */
export function writeDescription(info: ClassifierInfo): Uint8Array {
  const { id, name, version, description, created, appVersion, pixelType, features } = info;
  const text = JSON.stringify({
    version: VERSION,
    classifier: { id, name, version, description, created, appVersion },
    classes: info.classes.map((one) => ({ name: one.name, color: `#${one.color.toString(16).padStart(6, '0')}` })),
    channels: inputChannels(info).names,
    pixelType,
    featureSet: features.set,
    trainingImages: info.trainingImages,
  });
  return new TextEncoder().encode(text);
}

/**
 * Reads the entry. Null where it is of a later version, which older readers pass over. Throws Error, saying what is wrong, where it
 * is damaged or does not fit a network with so many classes and channels.
 */
export function readDescription(bytes: Uint8Array, classes: number, channels: number): NetworkDescription | null {
  const value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Record<string, unknown> | null;
  if (typeof value !== 'object' || value === null || !Number.isSafeInteger(value.version))
    throw new Error('it is no description');
  if ((value.version as number) > VERSION) return null;
  const { classes: named, channels: names } = value;
  if (!Array.isArray(named) || named.length !== classes) throw new Error('its classes do not match the network');
  if (!Array.isArray(names) || names.length !== channels || !names.every((name) => typeof name === 'string')) {
    throw new Error('its channels do not match the network');
  }
  const colors = named.map((one: { color?: unknown } | null) => {
    const color = one?.color;
    if (typeof color !== 'string' || !/^#[0-9a-f]{6}$/i.test(color)) throw new Error('a class has no colour');
    return Number.parseInt(color.slice(1), 16);
  });
  return { colors, channels: names as string[] };
}
