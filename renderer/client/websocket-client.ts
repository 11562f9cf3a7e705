import type { Input, Method, Output } from '#contract/contract.ts';
import type { HostFrame, WindowFrame } from '#contract/frames.ts';
import { decodeWire, encodeWire } from '#contract/wire.ts';
import { cancelled, GroveError } from '#core/model/error.ts';
import { createEventListeners } from './event-listeners.ts';
import type { CallOptions, GroveClient } from './grove-client.ts';
import { createPendingCalls } from './pending-calls.ts';
import { utf8 } from './text-codec.ts';

export interface WebSocketClientOptions {
  /** Opens a new socket to the host, at first and after each loss. */
  readonly openSocket: () => WebSocket;
  /** Pauses before the tries to connect again; the last one repeats. */
  readonly retryMs?: readonly number[];
}

const RETRY_MS = [200, 500, 1000, 2000, 5000];

/**
 * The client over a WebSocket. A call made while there is no connection waits for the try to connect that is under way or comes
 * next; it and every running call reject with 'disconnected' when the connection fails. Listeners outlive connections.
 */
export function createWebSocketClient(options: WebSocketClientOptions): GroveClient & { close(): void } {
  const { openSocket, retryMs = RETRY_MS } = options;
  const calls = createPendingCalls();
  const events = createEventListeners();
  const connection = new Set<(connected: boolean) => void>();
  let socket: WebSocket;
  let waiting: { readonly id: number; readonly frame: Uint8Array<ArrayBuffer> }[] = [];
  let wasOpen = false;
  let tries = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  const send = (frame: WindowFrame): void => {
    const bytes = encodeWire(frame, utf8);
    if (socket.readyState === WebSocket.OPEN) socket.send(bytes);
    else waiting.push({ id: frame.id, frame: bytes });
  };

  const cancel = (id: number): void => {
    if (socket.readyState === WebSocket.OPEN) send({ type: 'cancel', id });
    else waiting = waiting.filter((one) => one.id !== id);
  };

  const tellConnection = (connected: boolean): void => {
    for (const listener of [...connection]) listener(connected);
  };

  const receive = (data: unknown): void => {
    if (!(data instanceof ArrayBuffer)) return;
    const frame = decodeWire(new Uint8Array(data), utf8) as HostFrame;
    if (frame.type === 'response') calls.resolve(frame.id, frame.output);
    else if (frame.type === 'error') calls.reject(frame.id, GroveError.fromData(frame.error));
    else if (frame.type === 'progress') calls.progress(frame.id, frame.progress);
    else events.tell(frame.event, frame.value);
  };

  const connect = (): void => {
    const opened = openSocket();
    socket = opened;
    opened.binaryType = 'arraybuffer';
    opened.addEventListener('open', () => {
      const again = wasOpen;
      wasOpen = true;
      tries = 0;
      for (const { frame } of waiting.splice(0)) opened.send(frame);
      if (again) tellConnection(true);
    });
    opened.addEventListener('message', ({ data }) => receive(data));
    opened.addEventListener('close', () => {
      if (closed) return;
      waiting = [];
      calls.rejectAll(lost());
      if (wasOpen && tries === 0) tellConnection(false);
      retry = setTimeout(connect, retryMs[Math.min(tries, retryMs.length - 1)]);
      tries++;
    });
  };

  connect();
  return {
    call<M extends Method>(method: M, input: Input<M>, callOptions: CallOptions = {}): Promise<Output<M>> {
      if (closed) return Promise.reject(lost());
      if (callOptions.signal?.aborted) return Promise.reject(cancelled());
      const { id, answer } = calls.open(callOptions, cancel);
      try {
        send({ type: 'request', id, method, input });
      } catch (thrown) {
        calls.reject(id, GroveError.from(thrown));
      }
      return answer as Promise<Output<M>>;
    },
    on: events.add,
    onConnection(listener) {
      connection.add(listener);
      return () => connection.delete(listener);
    },
    close() {
      closed = true;
      clearTimeout(retry);
      calls.rejectAll(lost());
      socket.close();
    },
  };
}

function lost(): GroveError {
  return new GroveError(
    'disconnected',
    'The connection to Grove is lost. Check that it is still running; the window connects again by itself.',
  );
}
