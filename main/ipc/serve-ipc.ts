import { type IpcMainEvent, type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron';
import { CHANNELS } from '#contract/channels.ts';
import type { Events } from '#contract/contract.ts';
import { EVENT_NAMES } from '#contract/events.ts';
import type { CallReply } from '#contract/frames.ts';
import type { EventMessage } from '#contract/shell.ts';
import { GroveError } from '#core/model/error.ts';
import type { Application } from '../services/application.ts';
import type { Dispatch } from '../services/dispatch.ts';
import { createRunningCalls, type RunningCalls } from '../services/running-calls.ts';
import { cloneable } from './cloneable.ts';
import { isTrustedSender } from './trusted-sender.ts';

export interface IpcOptions {
  readonly application: Application;
  readonly dispatch: Dispatch;
  /** Origin of our own page. */
  readonly origin: string;
}

export interface IpcDoor {
  /** Tells a window of events until it is gone. */
  attach(contents: WebContents): void;
  /** Cancels what runs and answers no more. */
  close(): void;
}

/** Opens the application to windows over Electron's IPC. */
export function serveIpc({ application, dispatch, origin }: IpcOptions): IpcDoor {
  const windows = new Map<WebContents, RunningCalls>();

  ipcMain.handle(CHANNELS.call, async (event: IpcMainInvokeEvent, id: unknown, method: unknown, input: unknown) => {
    const calls = windows.get(event.sender);
    if (!isTrustedSender(event, origin) || !calls) throw new Error('Refused.');
    return isCall(id, method) ? answer(calls, event.sender, id, method as string, input) : malformed();
  });

  const cancel = (event: IpcMainEvent, id: unknown): void => {
    if (isTrustedSender(event, origin) && typeof id === 'number') windows.get(event.sender)?.cancel(id);
  };
  ipcMain.on(CHANNELS.cancel, cancel);

  const stops = EVENT_NAMES.map((event) =>
    application.on(event, (value: Events[typeof event]) => {
      const message: EventMessage = { event, value: cloneable(value) };
      for (const contents of windows.keys()) contents.send(CHANNELS.event, message);
    }),
  );

  return {
    attach(contents) {
      const calls = createRunningCalls(dispatch);
      windows.set(contents, calls);
      contents.once('destroyed', () => {
        windows.delete(contents);
        calls.cancelAll();
      });
      // A page that is loaded again has forgotten its calls.
      contents.on('did-start-navigation', (details) => {
        if (details.isMainFrame && !details.isSameDocument) calls.cancelAll();
      });
      contents.on('render-process-gone', () => calls.cancelAll());
    },
    close() {
      ipcMain.removeHandler(CHANNELS.call);
      ipcMain.off(CHANNELS.cancel, cancel);
      for (const stop of stops) stop();
      for (const calls of windows.values()) calls.cancelAll();
      windows.clear();
    },
  };
}

function isCall(id: unknown, method: unknown): id is number {
  return Number.isSafeInteger(id) && typeof method === 'string';
}

function malformed(): CallReply {
  return { error: new GroveError('invalid-input', 'A call needs a whole number as id and the name of a method.').toData() };
}

async function answer(calls: RunningCalls, sender: WebContents, id: number, method: string, input: unknown): Promise<CallReply> {
  const reply = await calls.start(id, method, input, (progress) => {
    if (!sender.isDestroyed()) sender.send(CHANNELS.progress, id, progress);
  });
  return 'output' in reply ? { output: cloneable(reply.output) } : reply;
}
