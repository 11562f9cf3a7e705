import { BrowserWindow, screen } from 'electron';
import { APP_ORIGIN } from './app-protocol.ts';
import { readBounds, SMALLEST, writeBounds } from './window-bounds.ts';

/** The ground of the window before its page is drawn; the same as in the page's style sheet. */
const BACKGROUND = '#14181c';

export interface WindowOptions {
  /** File of the built preload script. */
  readonly preload: string;
  /** File that remembers where the window was. */
  readonly boundsFile: string;
  /** Called before the page is loaded. */
  readonly onCreated: (window: BrowserWindow) => void;
}

/** Opens the window and loads our page in it, sandboxed and isolated. */
export async function openWindow({ preload, boundsFile, onCreated }: WindowOptions): Promise<BrowserWindow> {
  const { maximized, ...bounds } = readBounds(
    boundsFile,
    screen.getAllDisplays().map(({ workArea }) => workArea),
  );
  const window = new BrowserWindow({
    ...bounds,
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    backgroundColor: BACKGROUND,
    show: false,
    title: 'Grove',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      // Long work goes on while the window is behind others; its progress must too.
      backgroundThrottling: false,
    },
  });
  window.once('ready-to-show', () => {
    if (maximized) window.maximize();
    window.show();
  });
  window.on('close', () => writeBounds(boundsFile, { ...window.getNormalBounds(), maximized: window.isMaximized() }));
  onCreated(window);
  await window.loadURL(`${APP_ORIGIN}/index.html`);
  return window;
}
