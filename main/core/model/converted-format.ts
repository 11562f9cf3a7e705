import type { ImageInfo } from './image.ts';

/** Format of images that are read from a copy in the cache, which Bio-Formats made of the original. */
export const CONVERTED_FORMAT = 'bio-formats';

export const isConverted = ({ format }: Pick<ImageInfo, 'format'>): boolean => format === CONVERTED_FORMAT;
