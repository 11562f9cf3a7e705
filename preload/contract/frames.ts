/** What crosses the WebSocket, each frame one message of wire.ts. Ids are the window's and count from 1 per connection. */
import { z } from 'zod';
import type { ErrorData } from '#core/model/error.ts';
import type { Events, Progress } from './contract.ts';

const id = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER);

/** How a call ended. Errors cross as data: no transport keeps more of a thrown one than its message. */
export type CallReply = { readonly output: unknown } | { readonly error: ErrorData };

/** From the window to the host. */
export const windowFrame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('request'), id, method: z.string().max(100), input: z.unknown() }).strict(),
  z.object({ type: z.literal('cancel'), id }).strict(),
]);

export type WindowFrame = z.output<typeof windowFrame>;

/** From the host to the window. A request is answered by exactly one 'response' or 'error'. */
export type HostFrame =
  | { readonly type: 'response'; readonly id: number; readonly output: unknown }
  | { readonly type: 'error'; readonly id: number; readonly error: ErrorData }
  | { readonly type: 'progress'; readonly id: number; readonly progress: Progress }
  | EventFrame;

export type EventFrame = {
  [E in keyof Events]: { readonly type: 'event'; readonly event: E; readonly value: Events[E] };
}[keyof Events];

/** The largest message a host or a window accepts; a stroke over 16384² pixels needs half of it. */
export const MAX_FRAME_BYTES = 64 * 2 ** 20;
