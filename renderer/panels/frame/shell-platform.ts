import type { GroveBridge } from '#contract/shell.ts';
import { BROWSER, type Platform } from '../../state/platform.ts';

/** What the desktop shell adds to the window; a browser adds nothing. */
export function shellPlatform(): Platform {
  const { grove } = window as { readonly grove?: GroveBridge };
  if (!grove) return BROWSER;
  return {
    chooseFiles: (request) => grove.chooseFiles(request),
    pathOfFile: (file) => grove.pathOfFile(file),
    onCommand: (listener) => grove.onCommand(listener),
  };
}
