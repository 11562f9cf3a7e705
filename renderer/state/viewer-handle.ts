import type { Rect } from '#core/model/image.ts';

/** What the rest of the window may ask of the viewer. */
export interface ViewerHandle {
  fit(): void;
  /** Screen pixels per image pixel, about the middle of the view. */
  zoomTo(factor: number): void;
  zoomBy(factor: number): void;
  /** Centres a level-0 pixel. */
  goTo(x: number, y: number, zoom?: number): void;
  /** The part of the scene in view, in whole level-0 pixels; null where nothing is shown. */
  visible(): Rect | null;
  /** True when the plane is on screen, at the resolution for the zoom. */
  showsPlane(): boolean;
}
