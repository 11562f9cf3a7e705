import type { Extent } from '../state/camera.ts';

/**
 * Tells the size of an element in screen pixels, and how many of them one CSS pixel has, now and whenever either changes.
 * Returns the function that stops it.
 */
export function watchSize(element: HTMLElement, changed: (size: Extent, ratio: number) => void): () => void {
  const observer = new ResizeObserver((entries) => {
    const entry = entries[entries.length - 1];
    const ratio = window.devicePixelRatio || 1;
    // The exact number of screen pixels, where the browser tells it; rounding CSS pixels may be one off.
    const exact = entry.devicePixelContentBoxSize?.[0];
    const { width, height } = entry.contentRect;
    changed(
      exact
        ? { width: exact.inlineSize, height: exact.blockSize }
        : { width: Math.round(width * ratio), height: Math.round(height * ratio) },
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
