import type { IpcMainEvent, IpcMainInvokeEvent } from 'electron';

/**
 * True where a message comes from the main frame of a window that shows our own page. A frame inside it, a page it was led
 * to, and a frame that is gone by now are not answered.
 */
export function isTrustedSender(event: IpcMainEvent | IpcMainInvokeEvent, origin: string): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame === event.sender.mainFrame && frame.origin === origin;
}
