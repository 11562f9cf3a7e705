import type { Page } from '@playwright/test';
import type {} from '../../renderer/canvas/viewer-view.tsx';

/**
 * Waits until the caption of the viewer matches and the plane that it names is on screen, whole and at the resolution for the
 * zoom. The page must have been opened with `?probe`.
 */
export async function planeShown(page: Page, caption: RegExp | string): Promise<void> {
  const source = typeof caption === 'string' ? caption : caption.source;
  const check = (expected: string): boolean => {
    const text = document.querySelector('.hud')?.textContent ?? '';
    return new RegExp(expected).test(text) && window.__groveViewer?.showsPlane() === true;
  };
  await page.waitForFunction(check, source, { timeout: 20_000 });
}
