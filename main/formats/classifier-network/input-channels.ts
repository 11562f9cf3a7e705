import type { ClassifierInfo } from '#core/model/classifier.ts';

/** How readers of .czann files order the channels of colour images. */
const BLUE_GREEN_RED: readonly string[] = ['Blue', 'Green', 'Red'];

export interface InputChannels {
  /** Names of the channels in the order of the network's input. */
  readonly names: readonly string[];
  /** Place in the input of each of the classifier's channels. */
  readonly order: readonly number[];
}

/**
 * The channels of the exported network: those of the classifier, in its order; blue, green and red where it was trained on all three
 * channels of colour images, whose readers give them these names.
 */
export function inputChannels({ channelNames }: Pick<ClassifierInfo, 'channelNames'>): InputChannels {
  const colour = channelNames.length === 3 && BLUE_GREEN_RED.every((name) => channelNames.includes(name));
  const names = colour ? BLUE_GREEN_RED : channelNames;
  // Two channels may go by one name, so only colours are looked up by it.
  return { names, order: channelNames.map((name, i) => (colour ? names.indexOf(name) : i)) };
}
