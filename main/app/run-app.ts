import { join } from 'node:path';
import { app, type BrowserWindow, dialog, Menu } from 'electron';
import { CHANNELS } from '#contract/channels.ts';
import type { RecentProject } from '#contract/contract.ts';
import { GroveError } from '#core/model/error.ts';
import { type IpcDoor, serveIpc } from '../ipc/serve-ipc.ts';
import type { Application } from '../services/application.ts';
import { createDispatch, type Dispatch } from '../services/dispatch.ts';
import { APP_ORIGIN, registerAppScheme, serveAppFiles } from './app-protocol.ts';
import { serveFileDialogs } from './file-dialog.ts';
import { openSampleOnFirstStart } from './first-start.ts';
import { guardContents, guardPermissions } from './guard-contents.ts';
import { menuTemplate } from './menu.ts';
import { openWindow } from './open-window.ts';
import { projectArgument } from './project-argument.ts';
import { reportCrashes, watchWindow } from './report-crash.ts';

export interface AppOptions {
  /** Folder of the bundles: main/, preload.cjs and renderer/. */
  readonly distFolder: string;
  openApplication(): Promise<Application>;
}

/**
 * The Electron application, from its start to its end. Must be called while the entry file is loaded: Electron becomes ready
 * only afterwards.
 */
export function runApp(options: AppOptions): void {
  reportCrashes();
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  registerAppScheme();
  app.enableSandbox();
  guardContents();

  let opened: OpenedApp | null = null;
  let asked = projectArgument(process.argv, process.cwd());
  const openProject = (path: string): void => {
    if (opened) void opened.openProject(path);
    else asked = path;
  };
  app.on('open-file', (event, path) => {
    event.preventDefault();
    openProject(path);
  });
  app.on('second-instance', (_event, args, folder) => {
    opened?.toFront();
    const path = projectArgument(args, folder);
    if (path !== null) openProject(path);
  });
  app.on('window-all-closed', () => app.quit());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => app.quit());

  void app.whenReady().then(async () => {
    opened = await openApp(options, asked);
    closeBeforeQuitting(opened);
  });
}

interface OpenedApp {
  openProject(path: string): Promise<void>;
  toFront(): void;
  close(): Promise<void>;
}

async function openApp({ distFolder, openApplication }: AppOptions, asked: string | null): Promise<OpenedApp> {
  guardPermissions();
  serveAppFiles(join(distFolder, 'renderer'));
  const application = await openApplication();
  const dispatch = createDispatch(application.handlers);
  const door = serveIpc({ application, dispatch, origin: APP_ORIGIN });
  serveFileDialogs(APP_ORIGIN);
  if (asked === null) await openSampleOnFirstStart(dispatch);

  const window = await openWindow({
    preload: join(distFolder, 'preload.cjs'),
    boundsFile: join(app.getPath('userData'), 'window.json'),
    onCreated: (created) => {
      door.attach(created.webContents);
      watchWindow(created);
    },
  });
  const openProject = (path: string): Promise<void> => openOrTell(dispatch, window, path);
  await showMenu(dispatch, window, openProject);
  application.on('project.changed', () => void showMenu(dispatch, window, openProject));
  if (asked !== null) await openProject(asked);
  return { openProject, toFront: () => toFront(window), close: () => close(application, door) };
}

async function showMenu(dispatch: Dispatch, window: BrowserWindow, openProject: (path: string) => Promise<void>): Promise<void> {
  const recent = (await dispatch.call('project.recent', {}).catch(() => [])) as readonly RecentProject[];
  if (window.isDestroyed()) return;
  const actions = {
    command: (id: string) => window.webContents.send(CHANNELS.command, id),
    openProject: (path: string) => void openProject(path),
  };
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(recent, actions, process.platform)));
}

/** The window follows by the event that the project has changed. */
async function openOrTell(dispatch: Dispatch, window: BrowserWindow, path: string): Promise<void> {
  try {
    await dispatch.call('project.open', { path });
  } catch (thrown) {
    const { message } = GroveError.from(thrown);
    await dialog.showMessageBox(window, { type: 'error', message: 'The project could not be opened.', detail: message });
  }
}

function toFront(window: BrowserWindow): void {
  if (window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.focus();
}

async function close(application: Application, door: IpcDoor): Promise<void> {
  door.close();
  await application.close();
}

/** Holds back the end until the application has finished what must be finished. */
function closeBeforeQuitting(opened: OpenedApp): void {
  let closed = false;
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    closed = true;
    void opened.close().finally(() => app.quit());
  });
}
