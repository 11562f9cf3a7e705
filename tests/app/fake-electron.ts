/**
 * Electron as far as Grove uses it, for tests without a display. What it is true to: messages between the sides are serialised
 * (shared memory and functions are refused, prototypes are lost), a thrown error keeps only its message, the preload script is
 * the built file and runs in a sandbox that can require nothing but `electron`, what it exposes is copied into the page's
 * world, frames have origins, privileged schemes must be registered before Electron is ready.
 */
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Listener = (...values: never[]) => unknown;

const clone = (value: unknown): unknown => deserialize(serialize(value));
/** Answers of IPC arrive in a later turn, as between processes. */
const later = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function resolvable(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

export interface Frame {
  readonly origin: string;
  readonly url: string;
}

/** What tests may look at and set. */
export const fake = {
  files: new Map<string, (request: Request) => Promise<Response>>(),
  dialogs: [] as { kind: string; options: Record<string, unknown> }[],
  dialogAnswers: [] as unknown[],
  menu: null as MenuItem[] | null,
  windows: [] as BrowserWindow[],
  userData: '',
  displays: [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }],
  holdsLock: true,
  ready: resolvable(),
  exitCode: null as number | null,
  isReady: false,
  schemes: [] as string[],
  permissionHandler: null as ((contents: unknown, permission: string, answer: (allowed: boolean) => void) => void) | null,
  /** As the user or the system starts the program. */
  async start(): Promise<void> {
    fake.isReady = true;
    fake.ready.resolve();
    await later();
  },
};

class App extends EventEmitter {
  sandboxed = false;
  requestSingleInstanceLock(): boolean {
    return fake.holdsLock;
  }
  enableSandbox(): void {
    if (fake.isReady) throw new Error('app.enableSandbox() can only be called before app is ready');
    this.sandboxed = true;
  }
  whenReady(): Promise<void> {
    return fake.ready.promise;
  }
  getPath(name: string): string {
    if (name !== 'userData') throw new Error(`Failed to get '${name}' path`);
    return fake.userData;
  }
  quit(): void {
    for (const window of [...fake.windows]) window.close();
    let prevented = false;
    this.emit('will-quit', {
      preventDefault: () => {
        prevented = true;
      },
    });
    if (!prevented) this.exit(0);
  }
  exit(code: number): void {
    fake.exitCode ??= code;
  }
}
export const app = new App();

class IpcMain extends EventEmitter {
  private readonly handlers = new Map<string, (event: unknown, ...values: unknown[]) => unknown>();
  handle(channel: string, handler: (event: unknown, ...values: unknown[]) => unknown): void {
    if (this.handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.handlers.set(channel, handler);
  }
  removeHandler(channel: string): void {
    this.handlers.delete(channel);
  }
  async invoke(channel: string, event: unknown, values: unknown[]): Promise<unknown> {
    try {
      const handler = this.handlers.get(channel);
      if (!handler) throw new Error(`No handler registered for '${channel}'`);
      return clone(await handler(event, ...values));
    } catch (thrown) {
      throw new Error(`Error invoking remote method '${channel}': ${String(thrown)}`);
    }
  }
}
export const ipcMain = new IpcMain();

/** One loaded page: its frame, its side of IPC, and its world. */
class Page extends EventEmitter {
  readonly world: Record<string, unknown> = {};
  readonly frame: Frame;
  private readonly contents: WebContents;

  constructor(contents: WebContents, url: string) {
    super();
    this.contents = contents;
    const { protocol, host } = new URL(url);
    this.frame = { url, origin: `${protocol}//${host}` };
  }

  /** Messages come from the main frame unless a test names another one. */
  async invoke(channel: string, values: unknown[], frame: Frame | null = this.frame): Promise<unknown> {
    const sent = clone(values) as unknown[];
    await later();
    return ipcMain.invoke(channel, { sender: this.contents, senderFrame: frame }, sent);
  }

  send(channel: string, values: unknown[]): void {
    const sent = clone(values) as unknown[];
    setImmediate(() => ipcMain.emit(channel, { sender: this.contents, senderFrame: this.frame }, ...sent));
  }

  runPreload(file: string): void {
    const ipcRenderer = {
      invoke: (channel: string, ...values: unknown[]) => this.invoke(channel, values),
      send: (channel: string, ...values: unknown[]) => this.send(channel, values),
      on: (channel: string, listener: Listener) => this.on(channel, listener as (...values: unknown[]) => void),
      off: (channel: string, listener: Listener) => this.off(channel, listener as (...values: unknown[]) => void),
    };
    const contextBridge = {
      exposeInMainWorld: (name: string, api: unknown) => {
        this.world[name] = acrossWorlds(api);
      },
    };
    const webUtils = { getPathForFile: (file: { path: string }) => file.path };
    const require = (id: string): unknown => {
      if (id !== 'electron') throw new Error(`module not found: ${id}`);
      return { ipcRenderer, contextBridge, webUtils };
    };
    runInNewContext(readFileSync(file, 'utf8'), { require, exports: {}, module: { exports: {} } });
  }
}

/** The context bridge: functions become proxies, data is copied and frozen, promises are followed. */
function acrossWorlds(value: unknown): unknown {
  if (typeof value === 'function') {
    return (...values: unknown[]) => acrossWorlds((value as (...values: unknown[]) => unknown)(...values.map(acrossWorlds)));
  }
  if (value instanceof Promise) return value.then(acrossWorlds);
  if (typeof value !== 'object' || value === null || value instanceof File || 'then' in value) return value;
  const data = Object.entries(value);
  if (!data.some(([, item]) => typeof item === 'function')) return clone(value);
  return Object.freeze(Object.fromEntries(data.map(([key, item]) => [key, acrossWorlds(item)])));
}

export class WebContents extends EventEmitter {
  page: Page | null = null;
  openHandler: ((details: { url: string }) => { action: string }) | null = null;
  destroyed = false;
  private readonly preload: string;
  constructor(preload: string) {
    super();
    this.preload = preload;
  }
  get mainFrame(): Frame | null {
    return this.page?.frame ?? null;
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  send(channel: string, ...values: unknown[]): void {
    if (this.destroyed) throw new TypeError('Object has been destroyed');
    const sent = clone(values) as unknown[];
    const { page } = this;
    setImmediate(() => page?.emit(channel, { sender: null }, ...sent));
  }
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler;
  }
  async load(url: string): Promise<void> {
    this.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false, url });
    const handler = fake.files.get(new URL(url).protocol.slice(0, -1));
    const answer = await handler?.(new Request(url));
    if (answer?.status !== 200) throw new Error(`ERR_FILE_NOT_FOUND (-6) loading '${url}'`);
    this.page = new Page(this, url);
    this.page.runPreload(this.preload);
  }
  reload(): void {
    void this.load(this.page!.frame.url);
  }
  /** As a page does that sets its location. Answers whether it got there. */
  navigate(url: string): boolean {
    let prevented = false;
    this.emit('will-navigate', {
      url,
      preventDefault: () => {
        prevented = true;
      },
    });
    return !prevented;
  }
}

interface WindowOptions {
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
  readonly webPreferences: { readonly preload: string };
}

export class BrowserWindow extends EventEmitter {
  readonly options: WindowOptions & Record<string, unknown>;
  readonly webContents: WebContents;
  shown = false;
  maximized = false;
  minimized = false;
  focused = 0;
  bounds: { x: number; y: number; width: number; height: number };

  constructor(options: WindowOptions & Record<string, unknown>) {
    super();
    this.options = options;
    const { x = 10, y = 10, width, height } = options;
    this.bounds = { x, y, width, height };
    this.webContents = new WebContents(options.webPreferences.preload);
    fake.windows.push(this);
    app.emit('web-contents-created', {}, this.webContents);
  }
  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return fake.windows.find((window) => window.webContents === contents) ?? null;
  }
  async loadURL(url: string): Promise<void> {
    await this.webContents.load(url);
    this.emit('ready-to-show');
  }
  show(): void {
    this.shown = true;
  }
  maximize(): void {
    this.maximized = true;
  }
  isMaximized(): boolean {
    return this.maximized;
  }
  isMinimized(): boolean {
    return this.minimized;
  }
  restore(): void {
    this.minimized = false;
  }
  focus(): void {
    this.focused++;
  }
  getNormalBounds(): object {
    return this.bounds;
  }
  isDestroyed(): boolean {
    return this.webContents.destroyed;
  }
  close(): void {
    this.emit('close', {});
    this.webContents.destroyed = true;
    this.webContents.emit('destroyed');
    fake.windows.splice(fake.windows.indexOf(this), 1);
    if (fake.windows.length === 0) app.emit('window-all-closed');
  }
}

export interface MenuItem {
  readonly label?: string;
  readonly role?: string;
  readonly accelerator?: string;
  readonly registerAccelerator?: boolean;
  readonly enabled?: boolean;
  readonly submenu?: MenuItem[];
  click?(): void;
}
export const Menu = {
  buildFromTemplate: (template: MenuItem[]) => template,
  setApplicationMenu: (menu: MenuItem[]) => {
    fake.menu = menu;
  },
};

const show =
  (kind: string) =>
  async (...values: unknown[]): Promise<unknown> => {
    fake.dialogs.push({ kind, options: values.at(-1) as Record<string, unknown> });
    return fake.dialogAnswers.shift();
  };
export const dialog = {
  showOpenDialog: show('open'),
  showSaveDialog: show('save'),
  showMessageBox: show('message'),
  showErrorBox: (title: string, content: string) => {
    fake.dialogs.push({ kind: 'error', options: { title, content } });
  },
};

export const protocol = {
  registerSchemesAsPrivileged: (schemes: { scheme: string }[]) => {
    if (fake.isReady) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    fake.schemes.push(...schemes.map(({ scheme }) => scheme));
  },
  handle: (scheme: string, handler: (request: Request) => Promise<Response>) => {
    fake.files.set(scheme, handler);
  },
};

export const screen = { getAllDisplays: () => fake.displays };

export const session = {
  defaultSession: {
    setPermissionRequestHandler: (handler: typeof fake.permissionHandler) => {
      fake.permissionHandler = handler;
    },
    setPermissionCheckHandler: () => undefined,
  },
};
