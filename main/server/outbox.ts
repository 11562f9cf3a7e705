import type { WebSocket } from 'ws';
import type { HostFrame } from '#contract/frames.ts';
import { encodeWire } from '#contract/wire.ts';
import { cancelled, GroveError } from '#core/model/error.ts';
import { utf8 } from '../services/text-codec.ts';

/** Bytes handed to the socket before we wait for the other side to take them. */
const HIGH_WATER = 8 * 2 ** 20;
/** A window that leaves this many frames unread has stopped reading. */
const MAX_WAITING = 5000;

/** Frames on their way to one window, in order. Frames wait unencoded while the window reads more slowly than we answer. */
export interface Outbox {
  readonly waiting: number;
  post(frame: HostFrame): void;
  /** Replaces the answer of a call that was cancelled while it waited here. */
  withdraw(id: number): void;
}

export function createOutbox(socket: WebSocket): Outbox {
  const queue: HostFrame[] = [];

  const pump = (): void => {
    while (socket.readyState === socket.OPEN && socket.bufferedAmount < HIGH_WATER) {
      const frame = queue.shift();
      if (frame === undefined) return;
      socket.send(encoded(frame), pump);
    }
  };

  return {
    get waiting() {
      return queue.length;
    },
    post(frame) {
      // Old progress is worth nothing: it must not stand in the way of answers.
      if (frame.type === 'progress' && queue.length > 0) return;
      queue.push(frame);
      if (queue.length > MAX_WAITING) socket.terminate();
      else pump();
    },
    withdraw(id) {
      const at = queue.findIndex((frame) => frame.type === 'response' && frame.id === id);
      if (at >= 0) queue[at] = { type: 'error', id, error: cancelled().toData() };
    },
  };
}

function encoded(frame: HostFrame): Uint8Array {
  try {
    return encodeWire(frame, utf8);
  } catch (thrown) {
    if (frame.type !== 'response') throw thrown;
    return encodeWire({ type: 'error', id: frame.id, error: GroveError.from(thrown).toData() }, utf8);
  }
}
