import { type IpcRendererEvent, ipcRenderer, webUtils } from 'electron';
import { CHANNELS } from '#contract/channels.ts';
import type { Progress } from '#contract/contract.ts';
import type { EventMessage, GroveBridge } from '#contract/shell.ts';

/** Passes messages between the window and the main process, on the fixed channels and no others; nothing is decided here. */
export const bridge: GroveBridge = {
  call: (id, method, input) => ipcRenderer.invoke(CHANNELS.call, id, method, input),
  cancel: (id) => ipcRenderer.send(CHANNELS.cancel, id),
  onProgress: (listener) => listen(CHANNELS.progress, (id: number, progress: Progress) => listener(id, progress)),
  onEvent: (listener) => listen(CHANNELS.event, (message: EventMessage) => listener(message)),
  onCommand: (listener) => listen(CHANNELS.command, (id: string) => listener(id)),
  chooseFiles: (request) => ipcRenderer.invoke(CHANNELS.chooseFiles, request),
  pathOfFile: (file) => webUtils.getPathForFile(file as File),
};

/** The event object stays here: it would hand the window a way to every channel. */
function listen<Arguments extends unknown[]>(channel: string, listener: (...message: Arguments) => void): () => void {
  const receive = (_event: IpcRendererEvent, ...message: Arguments): void => listener(...message);
  ipcRenderer.on(channel, receive as (event: IpcRendererEvent, ...message: unknown[]) => void);
  // Without braces it would answer with ipcRenderer itself.
  return () => {
    ipcRenderer.off(channel, receive as (event: IpcRendererEvent, ...message: unknown[]) => void);
  };
}
