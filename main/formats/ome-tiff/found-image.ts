import type { PageScene } from '../tiff/page-stack.ts';
import type { OmeImage } from './parse-ome-xml.ts';

/** An image of a document whose pages were found. */
export interface FoundImage {
  readonly image: OmeImage;
  readonly scene: PageScene;
}
