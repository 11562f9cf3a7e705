import { resolve } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import { repeatedOption } from './option-values.ts';
import type { GivenOptions } from './parse-options.ts';

/** Reads --image and --labels, which come in pairs; none where neither is given. Throws GroveError 'invalid-input'. */
export function imagePairs(given: GivenOptions): { image: string; labels: string }[] {
  const images = repeatedOption(given, 'image');
  const labels = repeatedOption(given, 'labels');
  if (images.length !== labels.length) {
    const message = `Each --image needs its --labels: there are ${images.length} of the one and ${labels.length} of the other.`;
    throw new GroveError('invalid-input', message);
  }
  return images.map((image, i) => ({ image: resolve(image), labels: resolve(labels[i]!) }));
}
