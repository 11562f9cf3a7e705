import type { ImageInfo } from '#core/model/image.ts';

/** Pixels of a whole image of one plane held in shared memory, for formats that cannot be read by region. */
export interface SharedImage {
  readonly info: ImageInfo;
  /** Shape (channels, height, width), C order, in the image's pixel type. */
  readonly pixels: SharedArrayBuffer;
}

/** How a worker gets at an image: by its path, from shared memory that was decoded once, or from a pyramid in the cache. */
export type ImageSource =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'pyramid'; readonly path: string }
  | { readonly kind: 'shared'; readonly path: string; readonly image: SharedImage }
  /** Another one with `scale` times as many pixels along each axis. */
  | { readonly kind: 'scaled'; readonly of: ImageSource; readonly scale: { readonly x: number; readonly y: number } };
