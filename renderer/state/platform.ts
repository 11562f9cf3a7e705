/** What kind of files a dialog offers; `extensions` without dots, empty for all. */
export interface FileFilter {
  readonly name: string;
  readonly extensions: readonly string[];
}

export interface FileRequest {
  readonly title: string;
  /** 'save' answers with one path that need not exist yet. */
  readonly mode: 'open' | 'openMany' | 'save';
  readonly filters: readonly FileFilter[];
  /** File name offered when saving. */
  readonly suggestedName?: string;
  /** Folder to start in; the last used one where absent. */
  readonly folder?: string;
  /** Word on the button, e.g. "Add". */
  readonly action: string;
}

/** What the shell around the window can do that a browser tab cannot. A browser has none of it. */
export interface Platform {
  /** The system's own file dialog; answers null when the user thinks better of it. */
  readonly chooseFiles: ((request: FileRequest) => Promise<readonly string[] | null>) | null;
  /** Path of a dropped file. */
  readonly pathOfFile: ((file: File) => string) | null;
  /** Menu commands by id; returns the function that stops listening. */
  readonly onCommand: ((listener: (commandId: string) => void) => () => void) | null;
}

export const BROWSER: Platform = { chooseFiles: null, pathOfFile: null, onCommand: null };

/** Shortcuts are written with the command key on a Mac. */
export const isMac = (): boolean => typeof navigator !== 'undefined' && /^Mac/.test(navigator.platform);
