import { join } from 'node:path';
import { BrowserWindow, dialog, ipcMain, type OpenDialogOptions } from 'electron';
import { CHANNELS } from '#contract/channels.ts';
import { type FileRequest, fileRequest } from '#contract/shell.ts';
import { isTrustedSender } from '../ipc/trusted-sender.ts';

/** Shows the system's file dialogs to windows of our own page. Returns the function that stops it. */
export function serveFileDialogs(origin: string): () => void {
  ipcMain.handle(CHANNELS.chooseFiles, async (event, request: unknown) => {
    const window = BrowserWindow.fromWebContents(event.sender);
    if (!isTrustedSender(event, origin) || !window) throw new Error('Refused.');
    return chooseFiles(window, fileRequest.parse(request));
  });
  return () => ipcMain.removeHandler(CHANNELS.chooseFiles);
}

const MODES: Readonly<Record<'open' | 'openMany', NonNullable<OpenDialogOptions['properties']>>> = {
  open: ['openFile'],
  openMany: ['openFile', 'multiSelections'],
};

async function chooseFiles(window: BrowserWindow, request: FileRequest): Promise<readonly string[] | null> {
  const { title, action, folder, suggestedName = '', mode } = request;
  const start = folder === undefined ? suggestedName : join(folder, suggestedName);
  const options = {
    title,
    buttonLabel: action,
    filters: request.filters.map(({ name, extensions }) => ({ name, extensions: systemExtensions(extensions) })),
    ...(start !== '' && { defaultPath: start }),
  };
  if (mode === 'save') {
    const { canceled, filePath } = await dialog.showSaveDialog(window, options);
    return canceled || filePath === '' ? null : [filePath];
  }
  const { canceled, filePaths } = await dialog.showOpenDialog(window, { ...options, properties: MODES[mode] });
  return canceled || filePaths.length === 0 ? null : filePaths;
}

/** Systems know one extension per file: "ome.tif" is "tif" to them. No extensions means all files. */
function systemExtensions(extensions: readonly string[]): string[] {
  if (extensions.length === 0) return ['*'];
  return [...new Set(extensions.map((extension) => extension.slice(extension.lastIndexOf('.') + 1)))];
}
