import type { Extent } from '../state/camera.ts';

/**
 * Tells the size of an element in screen pixels, and how many of them one CSS pixel has, now and whenever either changes.
 * Returns the function that stops it.
 */
export function watchSize(element: HTMLElement, changed: (size: Extent, ratio: number) => void): () => void {
  const observer = new ResizeObserver((entries) => {
    const entry = entries[entries.length - 1];
    const ratio = window.devicePixelRatio || 1;
    const told = entry.devicePixelContentBoxSize?.[0];
    const { width, height } = entry.contentRect;
    changed(
      { width: screenPixels(width * ratio, told?.inlineSize), height: screenPixels(height * ratio, told?.blockSize) },
      ratio,
    );
  });
  try {
    observer.observe(element, { box: 'device-pixel-content-box' });
  } catch {
    observer.observe(element);
  }
  return () => observer.disconnect();
}

/**
 * The exact number of screen pixels where the browser tells it, since rounding may be one off. Where a scale is only
 * emulated, browsers tell CSS pixels instead.
 */
function screenPixels(computed: number, told: number | undefined): number {
  return told !== undefined && Math.abs(told - computed) <= 1 ? told : Math.round(computed);
}
